import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Puts a light load on the services of the example, and says whom Lotse named, where and when. On the class path of lotse.jar. */
class Watch {
    /** What each is expected to be named for. */
    private static final Map<String, String> ILL = new TreeMap<>(Map.of(
            "orders", "leaks memory",
            "pricing", "is slow every tenth request",
            "stock", "flaps",
            "mailer", "dies"));

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(61);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    /** Whoever is well must not be named after all were found either. */
    private static final Duration AFTER_ALL = Duration.ofMinutes(2);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final Instant began = Instant.now();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final String control;
    /** For each place where they may be named: by service, for what and when. */
    private final Map<String, Map<String, Naming>> places = new TreeMap<>();
    /** Those that were down at the last look, too: one lost answer is no name. */
    private final Map<String, Boolean> wereDown = new HashMap<>();

    private record Naming(String what, Duration after) {}

    Watch(String control) {
        this.control = control;
        places.put("API", new TreeMap<>());
        places.put("alerts", new TreeMap<>());
        places.put("report", new TreeMap<>());
    }

    public static void main(String[] args) throws Exception {
        Watch watch = new Watch(args[0]);
        watch.load(args[1], Integer.parseInt(args[3]), Arrays.asList(args).subList(4, args.length));
        watch.look(Duration.ofMinutes(Integer.parseInt(args[2])));
        System.exit(watch.tell() ? 0 : 1);
    }

    private void load(String gateway, int rate, List<String> services) {
        for (int i = 0; i < services.size(); i++) {
            URI uri = URI.create(gateway + "/api/" + services.get(i) + "/work");
            long period = 1_000_000 / rate;
            timer.scheduleAtFixedRate(
                    () -> request(uri), period * i / services.size(), period, TimeUnit.MICROSECONDS);
        }
    }

    private void request(URI uri) {
        requests.incrementAndGet();
        client.sendAsync(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding()).whenComplete((answer, e) -> {
            if (e != null || answer.statusCode() != 200) {
                failures.incrementAndGet();
            }
        });
    }

    /** Until some time after all were named everywhere, or until the end. */
    private void look(Duration longest) throws InterruptedException {
        Instant end = began.plus(longest);
        Instant nextReport = began.plus(BETWEEN_REPORTS);
        while (Instant.now().isBefore(end)) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            lookAtApi();
            each(get("/api/v1/alerts?all=true&limit=100"), "items").forEach(alert -> named(
                    "alerts",
                    alert.getJsonObject("labels").getString("service", "?"),
                    alert.getString("rule") + ": " + alert.getString("detail")));
            if (Instant.now().isAfter(nextReport)) {
                nextReport = nextReport.plus(BETWEEN_REPORTS);
                lookAtReport();
            }
            boolean all = places.values().stream().allMatch(names -> names.keySet().containsAll(ILL.keySet()));
            Instant soon = Instant.now().plus(AFTER_ALL);
            end = all && soon.isBefore(end) && !end.isBefore(began.plus(longest)) ? soon : end;
        }
        timer.shutdownNow();
    }

    /** Of the whole time since the beginning. */
    private void lookAtReport() {
        JsonObject wish = new JsonObject().put("period", Duration.between(began, Instant.now()).toSeconds());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(control + "/api/v1/reports"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wish.encode()))
                .timeout(PATIENCE.multipliedBy(4));
        each(request.build(), "findings").forEach(finding -> named(
                "report", finding.getString("service_name"), finding.getString("kind") + ": " + finding.getString("detail")));
    }

    private void lookAtApi() {
        each(get("/api/v1/health?limit=100"), "items").forEach(report -> {
            String service = report.getString("service_name");
            String status = report.getString("status");
            boolean down = status.equals("down") || status.equals("degraded");
            if (down && wereDown.getOrDefault(service, false)) {
                named("API", service, "health " + status + ": " + report.getString("detail"));
            }
            wereDown.put(service, down);
        });
        each(get("/api/v1/breaches?limit=100"), "items").stream()
                .filter(breach -> !breach.getString("level").equals("ok"))
                .forEach(breach -> named("API", breach.getString("service_name"), "breach: " + breach.getString("detail")));
        each(get("/api/v1/verdicts?limit=100"), "items").forEach(verdict ->
                named("API", verdict.getString("service_name"), "verdict: " + verdict.getString("detail")));
    }

    private void named(String place, String service, String what) {
        Duration after = Duration.between(began, Instant.now());
        Naming fresh = new Naming(what, after);
        if (places.get(place).putIfAbsent(service, fresh) == null) {
            System.out.printf("%s  %-7s names %-10s %s%n", time(after), place, service, what);
        }
    }

    /** Empty where nobody answers so. */
    private List<JsonObject> each(HttpRequest request, String name) {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            List<JsonObject> all = new ArrayList<>();
            if (answer.statusCode() / 100 == 2) {
                new JsonObject(answer.body()).getJsonArray(name, new JsonArray()).forEach(o -> all.add((JsonObject) o));
            }
            return all;
        } catch (java.io.IOException | InterruptedException e) {
            return List.of();
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(control + path)).timeout(PATIENCE).build();
    }

    private static String time(Duration after) {
        return "%2d:%02d".formatted(after.toMinutes(), after.toSecondsPart());
    }

    /** Prints the table. @return whether all is as expected */
    private boolean tell() {
        TreeSet<String> services = new TreeSet<>(ILL.keySet());
        places.values().forEach(names -> services.addAll(names.keySet()));
        System.out.printf("%n%d requests, %d not answered by 200, in %s%n", requests.get(), failures.get(),
                time(Duration.between(began, Instant.now())));
        StringBuilder head = new StringBuilder();
        places.keySet().forEach(place -> head.append("%-12s".formatted(place)));
        System.out.printf("%-11s %-28s %s%n", "SERVICE", "EXPECTED", head);
        boolean well = !places.isEmpty();
        for (String service : services) {
            StringBuilder row = new StringBuilder();
            for (Map<String, Naming> names : places.values()) {
                Naming naming = names.get(service);
                boolean right = (naming != null) == ILL.containsKey(service);
                well &= right;
                String told = naming != null
                        ? (right ? "" : "FALSE ") + time(naming.after())
                        : right ? "-" : "missed";
                row.append("%-12s".formatted(told));
            }
            System.out.printf("%-11s %-28s %s%n", service, ILL.getOrDefault(service, "nothing"), row);
        }
        System.out.println(well ? "all that are ill were named, and only they" : "NOT as expected");
        return well;
    }
}
