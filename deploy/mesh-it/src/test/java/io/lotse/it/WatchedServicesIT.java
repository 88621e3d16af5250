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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.launcher.config.Role;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real services that are looked after: the node that tells people is killed while it owes a notice; a report names the service of
 * which one request in five is slow, and the one that died, and no other.
 */
@GivesPorts
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchedServicesIT {
    private static final String ALERTS = "/api/v1/alerts";
    private static final int CALLS = 25;
    private static final int SLOW_ONE_OF = 5;
    /** As many as a service answers at the same time. */
    private static final int USERS = 4;

    private final List<Delivered> delivered = new CopyOnWriteArrayList<>();
    private volatile int status = 500;
    private final ExecutorService users = Executors.newFixedThreadPool(USERS);
    private HttpServer receiver;
    private Mesh mesh;
    private NodeProcess keeper;
    private NodeProcess teller;
    private CompletableFuture<NodeProcess> successor;
    private OwnPortService dead;

    private record Delivered(int status, String id, String body) {}

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", this::take);
        receiver.start();
        mesh = new Mesh(home);
        // it keeps the ledger and never tells people, so that who does can be killed
        String others = Arrays.stream(Role.values())
                .filter(role -> role != Role.ALERTS)
                .map(Role::wireName)
                .collect(Collectors.joining(","));
        keeper = mesh.start("keeper", "--roles", others, "--reclaim-after", "5");
        CompletableFuture<NodeProcess> joining = CompletableFuture.supplyAsync(() -> mesh.join(keeper, "teller"));
        mesh.serve(keeper, "orders");
        mesh.serve(keeper, "mail");
        dead = mesh.serve(keeper, "stock");
        teller = joining.join();
        successor = CompletableFuture.supplyAsync(() -> mesh.join(keeper, "successor"));
        dead.kill();
    }

    @AfterAll
    void stop() {
        users.shutdownNow();
        successor.handle((node, failure) -> node).join();
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
    @Order(1)
    void whatAKilledNodeOwedIsDeliveredAndWhatIsSilencedStaysSilent() {
        assertThat(Http.put(teller.control() + ALERTS + "/config", settings()).statusCode())
                .isEqualTo(200);
        assertThat(Http.post(teller.control() + ALERTS + "/silences", silence()).statusCode())
                .isEqualTo(201);

        post(keeper, "Loud", "Quiet");
        NodeProcess other = successor.join();
        soon(() -> assertThat(delivered).extracting(Delivered::body).anyMatch(body -> body.contains("Loud")));
        String owed = delivered.stream()
                .filter(d -> d.body().contains("Loud"))
                .map(Delivered::id)
                .findFirst()
                .orElseThrow();
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
        soon(() -> assertThat(names(other, "silenced")).containsExactly("Quiet"));
        assertThat(names(other, "firing")).contains("Loud", "NodeGone");
        assertThat(mesh.lotse().run("alerts", "--control", other.control()).out())
                .contains("Loud", "silenced");
    }

    @Test
    @Order(2)
    void theSlowOneAndTheDeadOneAreNamedAndNoOther() {
        NodeProcess other = successor.join();
        soon(() -> assertThat(Http.status(keeper.gateway() + "/api/orders/")).isEqualTo(200));
        soon(() -> assertThat(Http.status(keeper.gateway() + "/api/mail/")).isEqualTo(200));

        Set<String> ill = Set.of("slow:orders", "down:" + dead.id());
        JsonObject report =
                soon(() -> reported(keeper), r -> findings(r).keySet().containsAll(ill));

        assertThat(findings(report).keySet()).isEqualTo(ill);
        JsonObject finding = findings(report).get("slow:orders");
        assertThat(finding.getJsonObject("cost").getDouble("lost_seconds")).isPositive();
        assertThat(finding.getJsonArray("evidence").size()).isPositive();

        String id = report.getJsonObject("summary").getString("id");
        soon(() -> assertThat(Http.get(other.control() + "/api/v1/reports/" + id + ".html")
                        .body())
                .contains("orders is slow for"));
        assertThat(Http.put(
                                other.control() + "/api/v1/reports/recommendations/slow:orders",
                                new JsonObject().put("by", "anna"))
                        .statusCode())
                .isEqualTo(200);
        soon(() -> assertThat(Http.json(keeper.control() + "/api/v1/reports/recommendations")
                        .getJsonArray("items"))
                .hasSize(1));
        JsonObject later = reported(keeper);
        assertThat(later.getJsonArray("effects").getJsonObject(0).getString("outcome"))
                .isEqualTo("too_little_data");
        assertThat(Http.json(keeper.control() + "/api/v1/scaling").getJsonArray("items"))
                .hasSize(2);
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

    /** By their ids. */
    private static Map<String, JsonObject> findings(JsonObject report) {
        return report.getJsonArray("findings").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(f -> f.getString("id"), f -> f));
    }

    /** After some more requests, of which every fifth is slow. */
    private JsonObject reported(NodeProcess node) {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String path = i % SLOW_ONE_OF == 0 ? "/api/orders/slow" : "/api/orders/";
            answers.add(CompletableFuture.supplyAsync(() -> Http.status(node.gateway() + path), users));
            answers.add(CompletableFuture.supplyAsync(() -> Http.status(node.gateway() + "/api/mail/"), users));
        }
        assertThat(answers).extracting(CompletableFuture::join).containsOnly(200);
        return new JsonObject(Http.post(node.control() + "/api/v1/reports", new JsonObject().put("period", 600))
                .body());
    }
}
