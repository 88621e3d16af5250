package io.lotse.it;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

/** Three nodes and real services; the later tests break what the earlier ones use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@GivesPorts
class MeshIT {
    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;
    private NodeProcess c;

    @BeforeAll
    void startThreeNodes(@TempDir Path home) {
        mesh = new Mesh(home);
        a = mesh.start("a");
        List<NodeProcess> others = mesh.join(a, List.of("b", "c"));
        b = others.get(0);
        c = others.get(1);
    }

    @AfterAll
    void stop() {
        mesh.close();
    }

    @Test
    @Order(1)
    void everyNodeSeesAllThree() {
        for (NodeProcess node : List.of(a, b, c)) {
            soon(() -> assertThat(members(node)).containsExactly("a", "b", "c"));
        }
    }

    @Test
    @Order(2)
    void aServiceThatRunsBehindOneNodeIsReachedThroughEveryGateway() {
        mesh.run(a, "orders");
        mesh.run(b, "orders");
        mesh.run(c, "billing");

        for (NodeProcess node : List.of(a, b, c)) {
            soon(() -> {
                assertThat(instances(node, "orders")).isEqualTo(2);
                assertThat(instances(node, "billing")).isEqualTo(1);
            });
            assertThat(Http.get(node.gateway() + "/api/billing/due?day=1").body())
                    .startsWith("billing ")
                    .endsWith(" /due?day=1");
        }
    }

    @Test
    @Order(3)
    void requestsTakeTurnsBetweenTheInstances() {
        List<String> answers = IntStream.range(0, 20)
                .mapToObj(i -> Http.get(a.gateway() + "/api/orders/").body())
                .distinct()
                .toList();

        assertThat(answers).hasSize(2);
    }

    @Test
    @Order(4)
    void theSameIdempotencyKeyGetsTheSameAnswerFromEveryNode() {
        JsonObject wish = new JsonObject().put("service_name", "keyed");
        Map<String, String> key = Map.of("Idempotency-Key", "only-once");

        List<HttpResponse<String>> answers = Stream.of(a, b, c, a)
                .map(node -> Http.post(node.control() + "/api/v1/ipmanager/register", wish, key))
                .toList();

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.get(0).body());
        assertThat(Http.post(
                                a.control() + "/api/v1/ipmanager/register",
                                new JsonObject().put("service_name", "other"),
                                key)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    @Order(5)
    void registrationsAtAllNodesAtOnceNeverShareAPort() {
        ExecutorService crowd = Executors.newFixedThreadPool(6);
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 60)
                .mapToObj(i -> List.of(a, b, c).get(i % 3))
                .map(node -> CompletableFuture.supplyAsync(
                        () -> Http.post(
                                node.control() + "/api/v1/ipmanager/register",
                                new JsonObject().put("service_name", "crowd").put("preferred_port", 21_000)),
                        crowd))
                .toList();

        List<Integer> ports = answers.stream()
                .map(CompletableFuture::join)
                .peek(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201))
                .map(answer -> new JsonObject(answer.body()).getInteger("port"))
                .toList();
        crowd.shutdown();

        assertThat(ports).doesNotHaveDuplicates().contains(21_000);
    }

    @Test
    @Order(6)
    void aGatewayServesOnWhileAllOtherNodesArePaused() {
        b.pause();
        c.pause();
        try {
            assertThat(IntStream.range(0, 50).mapToObj(i -> Http.status(a.gateway() + "/api/billing/")))
                    .containsOnly(200);
        } finally {
            b.resume();
            c.resume();
        }
        soon(() -> assertThat(members(a)).containsExactly("a", "b", "c"));
    }

    @Test
    @Order(7)
    void aKilledInstanceGetsNoRequestOnceItIsKnownAndIsDeregistered() {
        ProcessHandle instance = ProcessHandle.of(
                        pidOf(Http.get(a.gateway() + "/api/orders/").body()))
                .orElseThrow();

        instance.destroyForcibly();

        soon(() -> assertThat(instances(a, "orders")).isEqualTo(1));
        assertThat(IntStream.range(0, 20).mapToObj(i -> Http.status(a.gateway() + "/api/orders/")))
                .containsOnly(200);
    }

    @Test
    @Order(8)
    void theOthersNoticeAKilledNodeAndServeOn() {
        c.crash();

        for (NodeProcess node : List.of(a, b)) {
            soon(() -> assertThat(members(node)).containsExactly("a", "b"));
            assertThat(Http.status(node.gateway() + "/api/billing/")).isEqualTo(200);
        }
    }

    @Test
    @Order(9)
    void aNodeThatIsStoppedSaysSoAndLeaves() {
        Lotse.Result stopped = mesh.lotse().run("stop", "--name", "b").succeeded();

        assertThat(stopped.out() + stopped.err()).contains("b");
        assertThat(b.isAlive()).isFalse();
        soon(() -> assertThat(members(a)).containsExactly("a"));
    }

    @Test
    @Order(10)
    void everythingAcknowledgedIsThereAfterAllNodesWereKilled() {
        List<String> before = ids(a);
        a.crash();

        a = mesh.startAgain(a);
        b = mesh.startAgain(b);

        assertThat(ids(a)).containsAll(before);
        soon(() -> assertThat(ids(b)).containsAll(before));
        soon(() -> assertThat(Http.status(b.gateway() + "/api/billing/")).isEqualTo(200));
    }

    private static List<String> members(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/cluster").getJsonArray("members").stream()
                .map(member -> ((JsonObject) member).getString("name"))
                .toList();
    }

    private static List<String> ids(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/ipmanager/services?limit=1000").getJsonArray("items").stream()
                .map(instance -> ((JsonObject) instance).getString("service_id"))
                .toList();
    }

    private static int instances(NodeProcess node, String service) {
        return Http.json(node.control() + "/api/v1/ipmanager/services?status=active&name=" + service)
                .getJsonArray("items")
                .size();
    }

    private static long pidOf(String answer) {
        return Long.parseLong(answer.split(" ")[1]);
    }
}
