import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;

/**
 * Asks while others deploy, and counts what failed; or says how long a registration takes to be routed elsewhere. For perf/deploys.
 */
class Deploys {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "ask" -> new Deploys().ask(args[1].split(","), args[2]);
            case "converge" -> new Deploys().converge(args[1], args[2], Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }

    /** What one method's requests came to. */
    private static final class Count {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger again = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        String takeAll() {
            return asked.getAndSet(0) + " | " + again.getAndSet(0) + " | " + failed.getAndSet(0);
        }
    }

    private final Map<String, Count> counts = Map.of("GET", new Count(), "POST", new Count());
    private final Map<String, AtomicInteger> reasons = new ConcurrentHashMap<>();

    /** Two users for each gateway, one GETs and one POSTs, 50 times a second each; for each line on stdin a row of counts. */
    private void ask(String[] gateways, String path) {
        ScheduledExecutorService users = Executors.newScheduledThreadPool(2 * gateways.length);
        for (int i = 0; i < gateways.length; i++) {
            String first = gateways[i] + path;
            String second = gateways[(i + 1) % gateways.length] + path;
            for (String method : counts.keySet()) {
                users.scheduleAtFixedRate(() -> ask(method, first, second), 0, 20, TimeUnit.MILLISECONDS);
            }
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        in.lines().forEach(this::report);
    }

    private void report(String scenario) {
        System.out.println(
                "| " + scenario + " | " + counts.get("GET").takeAll() + " | " + counts.get("POST").takeAll() + " |");
        reasons.forEach((reason, times) -> System.err.println(scenario + ": " + times + " times " + reason));
        reasons.clear();
    }

    /** A connect that is refused goes to the next gateway, and so does a GET that got no answer, as HTTP allows it. */
    private void ask(String method, String first, String second) {
        Count count = counts.get(method);
        count.asked.incrementAndGet();
        try {
            check(count, method, first, send(method, first));
        } catch (ConnectException e) {
            askAgain(count, method, second);
        } catch (IOException e) {
            if (method.equals("GET")) {
                askAgain(count, method, second);
            } else {
                fail(count, method + " " + first + ": " + e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void askAgain(Count count, String method, String url) {
        count.again.incrementAndGet();
        try {
            check(count, method, url, send(method, url));
        } catch (IOException e) {
            fail(count, method + " " + url + " asked again: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(Count count, String method, String url, int status) {
        if (status != 200) {
            fail(count, method + " " + url + ": " + status);
        }
    }

    private void fail(Count count, String reason) {
        count.failed.incrementAndGet();
        reasons.computeIfAbsent(reason, r -> new AtomicInteger()).incrementAndGet();
    }

    private int send(String method, String url) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body = method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("an order");
        return client.send(
                        HttpRequest.newBuilder(URI.create(url)).method(method, body).timeout(PATIENCE).build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    /** Registers services at one node, one after the other, and asks another node's gateway until it routes to each. */
    private void converge(String control, String gateway, int rounds) throws Exception {
        long[] fromRequest = new long[rounds];
        long[] fromAnswer = new long[rounds];
        for (int i = -3; i < rounds; i++) {
            HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
            service.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            service.start();
            String name = "converge-" + (i + 3);
            long begun = System.nanoTime();
            HttpResponse<String> registered = client.send(
                    HttpRequest.newBuilder(URI.create(control + "/api/v1/ipmanager/register"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"service_name\": \"" + name + "\", \"service_type\": \"web\","
                                    + " \"ip_address\": \"127.0.0.1\", \"port\": " + service.getAddress().getPort() + "}"))
                            .build(),
                    BodyHandlers.ofString());
            long answered = System.nanoTime();
            if (registered.statusCode() != 201) {
                throw new IOException("not registered: " + registered.body());
            }
            while (send("GET", gateway + "/api/" + name + "/") != 200) {
                if (System.nanoTime() - answered > PATIENCE.toNanos()) {
                    throw new IOException(name + " is not routed");
                }
            }
            if (i >= 0) {
                fromRequest[i] = System.nanoTime() - begun;
                fromAnswer[i] = System.nanoTime() - answered;
            }
            service.stop(0);
        }
        System.out.println("| from the registration's request | " + percentiles(fromRequest) + " |");
        System.out.println("| from its answer, 201 | " + percentiles(fromAnswer) + " |");
    }

    private static String percentiles(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return String.format("%.1f | %.1f | %.1f", sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 95 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }
}
