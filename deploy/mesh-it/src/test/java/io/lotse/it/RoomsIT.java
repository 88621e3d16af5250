package io.lotse.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.SrvRecord;
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

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** The rooms that watch and tell, each seen to change what it says when something is killed or changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoomsIT {
    private static final String TOPIC = "/api/v1/events/orders";
    private static final int MEGABYTE = 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;
    private NodeProcess c;
    private OwnPortService orders;
    private OwnPortService endless;

    @BeforeAll
    void startThreeNodes(@TempDir Path home) {
        mesh = new Mesh(home);
        a = mesh.start("a");
        List<NodeProcess> others = mesh.join(a, List.of("b", "c"));
        b = others.get(0);
        c = others.get(1);
        orders = mesh.serve(a, "orders");
        endless = mesh.serve(a, "endless");
        endless.become(NamedService.ENDLESS);
    }

    @AfterAll
    void stop() {
        mesh.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @Order(1)
    void theObserverSeesAnInstanceGoDownAndComeBackAndRoutingFollows() {
        awaitHealth(orders, "up");
        assertThat(Http.status(c.gateway() + "/api/orders/")).isEqualTo(200);

        orders.become("down");

        awaitHealth(orders, "down");
        assertThat(health(b, orders).getString("detail")).contains("status down");
        soon(() -> assertThat(Http.status(c.gateway() + "/api/orders/")).isEqualTo(503));

        orders.become("up");

        awaitHealth(orders, "up");
        soon(() -> assertThat(Http.status(c.gateway() + "/api/orders/")).isEqualTo(200));
    }

    @Test
    @Order(2)
    void theObserverSaysOfAHealthCheckThatNeverEndsWhatIsWrongWithIt() {
        awaitHealth(endless, "down");

        assertThat(health(b, endless).getString("detail")).contains("did not end within");
        assertThat(List.of(a, b, c)).allMatch(node -> Http.status(node.control() + "/health") == 200);
    }

    @Test
    @Order(3)
    void dnsAnswersAfterAnyPacket() throws IOException {
        DnsClient dns = vertx.createDnsClient(c.dnsPort(), "127.0.0.1");
        Random random = new Random(42);

        for (int round = 0; round < 20; round++) {
            // no more at a time than a socket holds: UDP drops the rest
            sendRandomPackets(random, 50, c.dnsPort());
            assertThat(routes(dns)).containsExactly(orders.port());
        }
        assertThat(done(dns.resolveA("orders.service.lotse"))).containsExactly("127.0.0.1");
    }

    @Test
    @Order(4)
    void theHostAgentKnowsAProcessAndItsPortUntilItDies() {
        OwnPortService busy = mesh.serve(a, "busy");
        JsonObject listener = listeners(busy).getJsonObject(0);
        assertThat(listener.getLong("pid")).isEqualTo(busy.pid());
        assertThat(listener.getString("command")).contains("java");
        // the list is a sample, and may be of the second before
        soon(() -> assertThat(sockets(b)).contains(busy.port()));

        soon(() -> {
            busy.ask("/burn");
            assertThat(process(c, busy).getDouble("cpu_share")).isGreaterThan(0.05);
        });
        assertThat(process(c, busy).getLong("resident_bytes")).isGreaterThan(MEGABYTE);

        busy.kill();

        soon(() -> assertThat(listeners(busy)).isEmpty());
        soon(() -> assertThat(sockets(b)).doesNotContain(busy.port()));
        soon(() -> assertThat(Http.get(processUrl(c, busy)).body()).contains("unknown-process"));
    }

    @Test
    @Order(5)
    void eventsArePublishedThroughEveryNodeUnlessTheyAreTooLarge() {
        try (EventStream heard = EventStream.open(b.control() + TOPIC)) {
            assertThat(publish(a.control(), "e-1").statusCode()).isEqualTo(202);
            assertThat(publish(c.gateway(), "e-2").statusCode()).isEqualTo(202);

            soon(() -> assertThat(String.join("\n", heard.lines())).contains("e-1", "e-2"));
        }
        JsonObject large = new JsonObject().put("text", "x".repeat(MEGABYTE));
        assertThat(Http.post(a.control() + TOPIC, large, event("e-3")).statusCode())
                .isEqualTo(413);
        assertThat(Http.post(a.gateway() + TOPIC, large, event("e-4")).statusCode())
                .isEqualTo(413);
    }

    @Test
    @Order(6)
    void theConnectionMonitorSeesAKilledNode() {
        soon(() -> assertThat(network(a).getString("state")).isEqualTo("online"));
        try (EventStream changes = EventStream.open(b.control() + "/api/v1/changes")) {
            c.crash();

            soon(() -> assertThat(target(a, "member/c").getString("state")).isEqualTo("offline"));
            assertThat(network(a).getString("state")).isEqualTo("degraded");
            assertThat(target(a, "member/b").getString("state")).isEqualTo("online");
            soon(() -> assertThat(String.join("\n", changes.lines()))
                    .contains("event: connectivity-changed", "\"target\":\"member/c\""));
        }
        soon(() -> assertThat(Http.get(a.control() + "/metrics").body())
                .contains("lotse_network_targets{state=\"offline\"} 1.0"));
    }

    @Test
    @Order(7)
    void eventsPassBetweenTheNodesThatAreLeft() {
        try (EventStream heard = EventStream.open(b.gateway() + TOPIC)) {
            assertThat(publish(a.control(), "e-5").statusCode()).isEqualTo(202);

            soon(() -> assertThat(String.join("\n", heard.lines())).contains("e-5"));
        }
    }

    private void awaitHealth(OwnPortService service, String status) {
        soon(() -> assertThat(health(b, service).getString("status")).isEqualTo(status));
    }

    private static JsonObject health(NodeProcess node, OwnPortService service) {
        return Http.json(node.control() + "/api/v1/health?service_id=" + service.id())
                .getJsonArray("items")
                .getJsonObject(0);
    }

    private static List<Integer> routes(DnsClient dns) {
        return done(dns.resolveSRV("_orders._tcp.service.lotse")).stream()
                .map(SrvRecord::port)
                .toList();
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static void sendRandomPackets(Random random, int count, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < count; i++) {
                byte[] packet = new byte[random.nextInt(600)];
                random.nextBytes(packet);
                socket.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    private JsonArray listeners(OwnPortService service) {
        return Http.json(b.control() + "/api/v1/ports/" + service.port()).getJsonArray("listeners");
    }

    private static List<Integer> sockets(NodeProcess node) {
        return Http.json(hostUrl(node) + "/sockets?protocol=tcp&limit=5000").getJsonArray("listeners").stream()
                .map(listener -> ((JsonObject) listener).getInteger("port"))
                .toList();
    }

    private static JsonObject process(NodeProcess node, OwnPortService service) {
        return Http.json(processUrl(node, service));
    }

    private static String processUrl(NodeProcess node, OwnPortService service) {
        return hostUrl(node) + "/processes/" + service.pid();
    }

    private static String hostUrl(NodeProcess node) {
        String hosts = node.control() + "/api/v1/hosts";
        return hosts + "/"
                + Http.json(hosts).getJsonArray("items").getJsonObject(0).getString("host");
    }

    private static HttpResponse<String> publish(String where, String id) {
        return Http.post(where + TOPIC, new JsonObject().put("total", 3), event(id));
    }

    private static Map<String, String> event(String id) {
        return Map.of("ce-id", id, "ce-source", "/shop", "ce-type", "order.placed", "ce-specversion", "1.0");
    }

    private static JsonObject network(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/network");
    }

    private static JsonObject target(NodeProcess node, String name) {
        return network(node).getJsonArray("targets").stream()
                .map(JsonObject.class::cast)
                .filter(target -> target.getString("name").equals(name))
                .findFirst()
                .orElse(new JsonObject());
    }
}
