package io.lotse.it;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** Two nodes: events from one to the other, and DNS; then an instance dies, and a node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@GivesPorts
class EventsAndDnsIT {
    private static final String TOPIC = "/api/v1/events/orders.created";

    private final Vertx vertx = Vertx.vertx();
    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;
    private DnsClient dns;

    @BeforeAll
    void startTwoNodes(@TempDir Path home) {
        mesh = new Mesh(home);
        a = mesh.start("a");
        b = mesh.join(a, "b");
        dns = vertx.createDnsClient(b.dnsPort(), "127.0.0.1");
    }

    @AfterAll
    void stop() {
        mesh.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @Order(1)
    void anEventThatIsPublishedAtOneNodeIsHeardAtTheOtherThroughItsGateway() {
        EventStream heard = EventStream.open(b.gateway() + TOPIC);

        HttpResponse<String> answer = publish(a, "1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        soon(() -> assertThat(heard.lines()).anyMatch(line -> line.contains("\"id\":\"1\"")));
        assertThat(heard.lines()).contains("event: order.created");
    }

    @Test
    @Order(2)
    void whoComesBackHearsWhatItMissedAlsoAtAnotherNode() {
        EventStream first = EventStream.open(b.control() + TOPIC);
        publish(a, "2");
        soon(() -> assertThat(first.lines()).anyMatch(line -> line.contains("\"id\":\"2\"")));
        String position = first.lines().stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);
        publish(b, "3");

        EventStream again = EventStream.openAfter(position, a.control() + TOPIC);

        soon(() -> assertThat(again.lines()).anyMatch(line -> line.contains("\"id\":\"3\"")));
        assertThat(again.lines()).noneMatch(line -> line.contains("\"id\":\"2\"") || line.contains("lotse.gap"));
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
        soon(() -> assertThat(routes("orders")).isNotEmpty());
        assertThat(routes("orders")).singleElement().satisfies(route -> assertThat(route.port())
                .isEqualTo(Http.json(b.control() + "/api/v1/ipmanager/endpoint/orders")
                        .getInteger("port")));
        // it is registered before it listens
        soon(() -> assertThat(Http.status(a.gateway() + "/api/orders/")).isEqualTo(200));
        String answer = Http.get(a.gateway() + "/api/orders/").body();

        ProcessHandle.of(Long.parseLong(answer.split(" ")[1])).orElseThrow().destroyForcibly();

        soon(() -> assertThat(routes("orders")).isEmpty());
    }

    @Test
    @Order(5)
    void aMockAnswersWhileNoRealInstanceDoes() throws IOException, InterruptedException {
        Path document = Files.writeString(
                mesh.lotse().home().resolve("shop.yaml"),
                """
                openapi: 3.0.3
                info: {title: Shop, version: "1"}
                paths: {/: {get: {responses: {"200": {description: d, content: {text/plain: {example: made up}}}}}}}
                """);
        Process mock = mesh.mock(a, "shop", document);
        awaitAnswers("made up");
        int port = routes("shop").get(0).port();

        Process real = mesh.run(b, "shop");
        awaitAnswers("shop ");
        assertThat(routes("shop")).singleElement().satisfies(route -> assertThat(route.port())
                .isNotEqualTo(port)
                .isEqualTo(Http.json(b.control() + "/api/v1/ipmanager/endpoint/shop")
                        .getInteger("port")));
        soon(() -> assertThat(mesh.said("shop-mock")).contains("is active, and the mock gets no requests"));

        real.destroy();
        awaitAnswers("made up");
        soon(() -> assertThat(mesh.said("shop-mock")).contains("the mock answers again"));

        mock.destroy();
        assertThat(mock.waitFor(60, TimeUnit.SECONDS)).isTrue();
        soon(() -> assertThat(routes("shop")).isEmpty());
    }

    private void awaitAnswers(String text) {
        for (NodeProcess node : List.of(a, b)) {
            soon(() ->
                    assertThat(Http.get(node.gateway() + "/api/shop/").body()).startsWith(text));
        }
    }

    @Test
    @Order(6)
    void theOtherNodeGoesOnWhenOneIsKilled() {
        mesh.run(b, "billing");
        soon(() -> assertThat(routes("billing")).isNotEmpty());
        EventStream heard = EventStream.open(b.control() + TOPIC);

        a.crash();

        assertThat(publish(b, "4").statusCode()).isEqualTo(202);
        soon(() -> assertThat(heard.lines()).anyMatch(line -> line.contains("\"id\":\"4\"")));
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
}
