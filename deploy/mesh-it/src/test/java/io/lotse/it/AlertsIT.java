package io.lotse.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.launcher.config.Role;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** The node that tells people is killed while it owes a notice. */
@GivesPorts
class AlertsIT {
    private static final String ALERTS = "/api/v1/alerts";

    private final List<Delivered> delivered = new CopyOnWriteArrayList<>();
    private volatile int status = 500;
    private HttpServer receiver;
    private Mesh mesh;

    private record Delivered(int status, String id, String body) {}

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", this::take);
        receiver.start();
        mesh = new Mesh(home);
    }

    @AfterEach
    void stop() {
        mesh.close();
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        delivered.add(new Delivered(status, exchange.getRequestHeaders().getFirst("webhook-id"), body));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Test
    void whatAKilledNodeOwedIsDeliveredAndWhatIsSilencedStaysSilent() {
        // it keeps the ledger and never tells people, so that who does can be killed
        String others = Arrays.stream(Role.values())
                .filter(role -> role != Role.ALERTS)
                .map(Role::wireName)
                .collect(Collectors.joining(","));
        NodeProcess keeper = mesh.start("keeper", "--roles", others);
        NodeProcess teller = mesh.join(keeper, "teller");
        NodeProcess successor = mesh.join(keeper, "successor");
        assertThat(Http.put(teller.control() + ALERTS + "/config", settings()).statusCode())
                .isEqualTo(200);
        assertThat(Http.post(teller.control() + ALERTS + "/silences", silence()).statusCode())
                .isEqualTo(201);

        post(keeper, "Loud", "Quiet");
        soon(() -> assertThat(delivered).isNotEmpty());
        String owed = delivered.get(0).id();
        teller.crash();
        status = 204;

        soon(() -> assertThat(delivered)
                .filteredOn(d -> d.status() == 204)
                .extracting(Delivered::id)
                .contains(owed));
        assertThat(delivered).filteredOn(d -> d.id().equals(owed)).allSatisfy(d -> assertThat(d.body())
                .contains("Loud"));
        soon(() -> assertThat(delivered).extracting(Delivered::body).anyMatch(body -> body.contains("NodeGone")));
        assertThat(delivered).extracting(Delivered::body).noneMatch(body -> body.contains("Quiet"));
        soon(() -> assertThat(names(successor, "silenced")).containsExactly("Quiet"));
        assertThat(names(successor, "firing")).contains("Loud", "NodeGone");
        assertThat(mesh.lotse().run("alerts", "--control", successor.control()).out())
                .contains("Loud", "silenced");
    }

    private JsonObject settings() {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        JsonObject channel =
                new JsonObject().put("name", "hook").put("kind", "webhook").put("url", url);
        JsonObject route = new JsonObject()
                .put("name", "all")
                .put("channels", JsonArray.of("hook"))
                .put("group_wait", 0)
                .put("group_interval", 1);
        JsonObject atOnce = new JsonObject()
                .put("name", "node-gone")
                .put("kind", "node_gone")
                .put("after", 0);
        return new JsonObject()
                .put("channels", JsonArray.of(channel))
                .put("routes", JsonArray.of(route))
                .put("rules", JsonArray.of(atOnce));
    }

    private static JsonObject silence() {
        JsonObject matcher = new JsonObject().put("label", "alertname").put("value", "Quiet");
        return new JsonObject()
                .put("matchers", JsonArray.of(matcher))
                .put("author", "ada")
                .put("comment", "known")
                .put("duration", 3600);
    }

    /** As Prometheus does. */
    private static void post(NodeProcess node, String... names) {
        JsonArray alerts = new JsonArray();
        for (String name : names) {
            alerts.add(new JsonObject()
                    .put("labels", new JsonObject().put("alertname", name).put("severity", "critical"))
                    .put("startsAt", Instant.now().toString())
                    .put("endsAt", Instant.now().plusSeconds(3600).toString()));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.control() + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(alerts.encode()));
        assertThat(Http.send(request).statusCode()).isEqualTo(200);
    }

    private static List<String> names(NodeProcess node, String status) {
        return Http.json(node.control() + ALERTS + "?status=" + status).getJsonArray("items").stream()
                .map(alert -> ((JsonObject) alert).getJsonObject("labels").getString("alertname"))
                .toList();
    }
}
