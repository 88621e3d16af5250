package io.lotse.it.nemesis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.it.nemesis.Event.Seen;

/** Asks the control API of one node, and says what an answer, or none, means. */
final class NodeClient {
    /** Whatever the workload registers; reads are of these alone. */
    static final String SERVICE = "nemesis";
    /** The environment whose configuration is written, in which nothing runs. */
    static final String ENVIRONMENT = "production";
    /** Few, so that there is a quarrel about them. */
    static final List<Integer> CONTENDED = List.of(30_100, 30_103);

    private static final List<Integer> ROOMY = List.of(30_200, 31_999);
    private static final String MANAGEMENT = "/api/v1/ipmanager/";
    /** A node that refuses says so by then; it has 5 s. */
    static final Duration PATIENCE = Duration.ofSeconds(7);
    /** Codes that say: nothing was done, ask again later. */
    private static final Set<String> NOT_NOW = Set.of("ledger-unavailable", "not-ready", "host-unreachable");

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final String name;
    private final int run;
    private final String control;

    /** @param run which of the node's runs it is a client of */
    NodeClient(String name, int run, String control) {
        this.name = name;
        this.run = run;
        this.control = control;
    }

    /** What is known after a try. */
    enum Meaning {
        DONE,
        /** Definitely, whoever asks again. */
        REFUSED,
        /** Nothing was done. */
        NOT_NOW,
        UNKNOWN
    }

    /**
     * @param seen null unless it was done
     * @param said the answer, or why there is none
     */
    record Answer(Meaning meaning, Seen seen, String said) {}

    String name() {
        return name;
    }

    @Override
    public String toString() {
        return name + "#" + run;
    }

    /** Registers an instance at one of the few ports, if that is wanted, or anywhere. */
    Answer register(Operation operation, boolean contended, Duration patience) {
        JsonObject body = new JsonObject()
                .put("service_name", SERVICE)
                .put("service_id", operation.subject())
                .put("port_range", new JsonArray(contended ? CONTENDED : ROOMY));
        return send(post("register", body, operation), patience);
    }

    Answer register(Operation operation, boolean contended) {
        return register(operation, contended, PATIENCE);
    }

    /** Registers what listens already. */
    Answer register(EchoService echo) {
        Operation operation = Operation.register(EchoService.NAME, EchoService.NAME);
        return send(post("register", echo.registration(), operation), PATIENCE);
    }

    Answer deregister(Operation operation) {
        return send(post("deregister", new JsonObject().put("service_id", operation.subject()), operation), PATIENCE);
    }

    Answer configure(Operation operation) {
        String body =
                new JsonObject().put("heartbeat_timeout", operation.value()).encode();
        return send(
                request("config?environment=" + operation.subject(), operation).PUT(BodyPublishers.ofString(body)),
                PATIENCE);
    }

    /** The first page of what the node shows; its copy may be old. */
    Answer read(Operation operation) {
        return send(request("services?limit=1000&name=" + SERVICE, operation).GET(), PATIENCE);
    }

    /** All instances that the node shows; empty if it does not answer. */
    Optional<Map<String, Integer>> instances() {
        Map<String, Integer> all = new HashMap<>();
        String cursor = "";
        while (cursor != null) {
            Optional<JsonObject> page = get("services?limit=1000&name=" + SERVICE + cursor);
            if (page.isEmpty()) {
                return Optional.empty();
            }
            all.putAll(ports(page.get()));
            String next = page.get().getString("next");
            cursor = next == null ? null : "&cursor=" + next;
        }
        return Optional.of(all);
    }

    /** What a path below the management API says; empty if it does not answer. */
    Optional<JsonObject> get(String path) {
        return getUrl(control + MANAGEMENT + path);
    }

    /** How the ledger and the members look from this node; empty if it does not answer. */
    Optional<JsonObject> cluster() {
        return getUrl(control + "/api/v1/cluster");
    }

    private static Optional<JsonObject> getUrl(String url) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(withTag(answer)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static JsonObject withTag(HttpResponse<String> answer) {
        JsonObject body = new JsonObject(answer.body());
        answer.headers().firstValue("etag").ifPresent(tag -> body.put("revision", Long.valueOf(tag.replace("\"", ""))));
        return body;
    }

    private HttpRequest.Builder post(String path, JsonObject body, Operation operation) {
        return request(path, operation).POST(BodyPublishers.ofString(body.encode()));
    }

    private HttpRequest.Builder request(String path, Operation operation) {
        return HttpRequest.newBuilder(URI.create(control + MANAGEMENT + path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", operation.key());
    }

    private static Answer send(HttpRequest.Builder request, Duration patience) {
        try {
            return meaning(HTTP.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (ConnectException | java.net.http.HttpConnectTimeoutException e) {
            return new Answer(Meaning.NOT_NOW, null, e.toString());
        } catch (HttpTimeoutException e) {
            return new Answer(Meaning.UNKNOWN, null, "no answer within " + patience.toMillis() + " ms");
        } catch (IOException e) {
            return new Answer(Meaning.UNKNOWN, null, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Meaning.UNKNOWN, null, "interrupted");
        }
    }

    private static Answer meaning(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status < 300) {
            return new Answer(Meaning.DONE, seen(answer), answer.body());
        }
        if (status < 500) {
            return new Answer(Meaning.REFUSED, null, answer.body());
        }
        boolean notNow = NOT_NOW.contains(code(answer.body()));
        return new Answer(notNow ? Meaning.NOT_NOW : Meaning.UNKNOWN, null, answer.body());
    }

    private static String code(String body) {
        try {
            return new JsonObject(body).getString("code", "");
        } catch (DecodeException e) {
            return "";
        }
    }

    private static Seen seen(HttpResponse<String> answer) {
        if (answer.statusCode() == 204) {
            return Seen.revision(null);
        }
        JsonObject body = withTag(answer);
        if (body.containsKey("items")) {
            return Seen.instances(
                    ports(body),
                    answer.headers()
                            .firstValue("Lotse-Revision")
                            .map(Long::valueOf)
                            .orElse(null));
        }
        return body.containsKey("port")
                ? Seen.port(body.getInteger("port"), body.getLong("revision"))
                : Seen.revision(body.getLong("revision"));
    }

    private static Map<String, Integer> ports(JsonObject page) {
        Map<String, Integer> ports = new HashMap<>();
        page.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .forEach(instance -> ports.put(instance.getString("service_id"), instance.getInteger("port")));
        return ports;
    }
}
