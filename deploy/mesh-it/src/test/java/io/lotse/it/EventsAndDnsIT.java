package io.lotse.it;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.SrvRecord;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two nodes: events from one to the other, and DNS; then an instance dies, and a node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventsAndDnsIT {
    private static final String TOPIC = "/api/v1/events/orders.created";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;
    private DnsClient dns;

    @BeforeAll
    void startTwoNodes(@TempDir Path home) {
        String dnsPort = Mesh.freePort();
        mesh = new Mesh(home);
        a = mesh.start("a", "--dns-port", Mesh.freePort());
        b = mesh.start("b", "--dns-port", dnsPort, "--join", Mesh.clusterAddress(a));
        dns = vertx.createDnsClient(Integer.parseInt(dnsPort), "127.0.0.1");
    }

    @AfterAll
    void stop() {
        mesh.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @Order(1)
    void anEventThatIsPublishedAtOneNodeIsHeardAtTheOtherThroughItsGateway() {
        Queue<String> heard = hear(b.gateway() + TOPIC, null);

        HttpResponse<String> answer = publish(a, "1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        await().atMost(10, SECONDS).until(() -> heard.stream().anyMatch(line -> line.contains("\"id\":\"1\"")));
        assertThat(heard).contains("event: order.created");
    }

    @Test
    @Order(2)
    void whoComesBackHearsWhatItMissedAlsoAtAnotherNode() {
        Queue<String> first = hear(b.control() + TOPIC, null);
        publish(a, "2");
        await().atMost(10, SECONDS).until(() -> first.stream().anyMatch(line -> line.contains("\"id\":\"2\"")));
        String position = first.stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);
        publish(b, "3");

        Queue<String> again = hear(a.control() + TOPIC, position);

        await().atMost(10, SECONDS).until(() -> again.stream().anyMatch(line -> line.contains("\"id\":\"3\"")));
        assertThat(again).noneMatch(line -> line.contains("\"id\":\"2\"") || line.contains("lotse.gap"));
    }

    @Test
    @Order(3)
    void whatIsNoEventIsRefusedAndSaysWhatIsMissing() {
        HttpResponse<String> answer = Http.post(a.control() + TOPIC, new JsonObject().put("order", 7));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("ce-id", "ce-source", "ce-specversion", "ce-type");
    }

    @Test
    @Order(4)
    void dnsFindsAServiceUntilItsInstanceDies() {
        mesh.run(a, "orders");
        await().atMost(30, SECONDS).until(() -> !routes("orders").isEmpty());
        assertThat(routes("orders")).singleElement().satisfies(route -> assertThat(route.port())
                .isEqualTo(Http.json(b.control() + "/api/v1/ipmanager/endpoint/orders")
                        .getInteger("port")));
        // it is registered before it listens
        await().atMost(20, SECONDS).until(() -> Http.status(a.gateway() + "/api/orders/") == 200);
        String answer = Http.get(a.gateway() + "/api/orders/").body();

        ProcessHandle.of(Long.parseLong(answer.split(" ")[1])).orElseThrow().destroyForcibly();

        await().atMost(20, SECONDS).until(() -> routes("orders").isEmpty());
    }

    @Test
    @Order(5)
    void theOtherNodeGoesOnWhenOneIsKilled() {
        mesh.run(b, "billing");
        await().atMost(30, SECONDS).until(() -> !routes("billing").isEmpty());
        Queue<String> heard = hear(b.control() + TOPIC, null);

        a.crash();

        assertThat(publish(b, "4").statusCode()).isEqualTo(202);
        await().atMost(20, SECONDS).until(() -> heard.stream().anyMatch(line -> line.contains("\"id\":\"4\"")));
        assertThat(routes("billing")).hasSize(1);
    }

    /** Empty also if there is no such service. */
    private List<SrvRecord> routes(String service) {
        return dns.resolveSRV("_" + service + "._tcp.service.lotse")
                .otherwise(List.of())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static HttpResponse<String> publish(NodeProcess node, String id) {
        return Http.post(
                node.control() + TOPIC,
                new JsonObject().put("order", 7),
                Map.of("ce-id", id, "ce-source", "/shop", "ce-specversion", "1.0", "ce-type", "order.created"));
    }

    /** The lines of a stream, as they come; returns once it has begun. */
    private Queue<String> hear(String url, String lastEventId) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .thenAccept(response -> drain(response, lines));
        await().atMost(10, SECONDS).until(() -> !lines.isEmpty());
        return lines;
    }

    /** Until the node dies. */
    private static void drain(HttpResponse<Stream<String>> response, Queue<String> lines) {
        Thread reader = new Thread(() -> {
            try {
                response.body().forEach(lines::add);
            } catch (UncheckedIOException broken) {
                lines.add(broken.toString());
            }
        });
        reader.setDaemon(true);
        reader.start();
    }
}
