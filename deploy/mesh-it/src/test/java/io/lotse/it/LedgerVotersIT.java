package io.lotse.it;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

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

/** A ledger with three voters loses one, all, and the majority of them; what it acknowledged it keeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LedgerVotersIT {
    private Map<String, NodeProcess> nodes;
    private final List<String> acknowledged = new ArrayList<>();
    private ThreeVoters voters;
    private int written;

    @BeforeAll
    void startThreeVoters(@TempDir Path home) {
        voters = new ThreeVoters(new Lotse(home));
        nodes = voters.nodes();
        voters.startAll();
    }

    @AfterAll
    void stop() {
        voters.close();
    }

    @Test
    @Order(1)
    void allThreeAreVotersOfOneLedger() {
        for (NodeProcess node : nodes.values()) {
            assertThat(ledger(node).getJsonObject("ledger").getJsonArray("voters"))
                    .hasSize(3);
            write(node);
        }
        assertThat(nodes.values().stream()
                        .map(n -> ledger(n).getJsonObject("ledger").getString("ledger_id")))
                .containsOnly(ledger(nodes.get("a")).getJsonObject("ledger").getString("ledger_id"));
    }

    @Test
    @Order(2)
    void writesGoOnWhenTheLeaderIsKilled() {
        String leader = soon(() -> String.valueOf(ledger(nodes.get("a")).getString("leader")), nodes::containsKey);
        nodes.get(leader).crash();

        nodes.values().stream().filter(NodeProcess::isAlive).forEach(this::write);

        assertEverythingAcknowledgedIsThere(
                nodes.values().stream().filter(NodeProcess::isAlive).toList());
    }

    @Test
    @Order(3)
    void everythingAcknowledgedIsThereAfterAllWereKilled() {
        List<CompletableFuture<Void>> crashes = nodes.values().stream()
                .filter(NodeProcess::isAlive)
                .map(node -> CompletableFuture.runAsync(node::crash))
                .toList();
        crashes.forEach(CompletableFuture::join);

        voters.startAll();

        assertEverythingAcknowledgedIsThere(List.copyOf(nodes.values()));
        nodes.values().forEach(this::write);
    }

    @Test
    @Order(4)
    void theMinorityRefusesWritesAndReadsOn() {
        NodeProcess minority = nodes.get("b");
        List<NodeProcess> others = List.of(nodes.get("a"), nodes.get("c"));
        // what the other two acknowledged without it a moment ago, it cannot know later
        soon(() -> assertThat(ids(minority)).containsAll(acknowledged));
        others.forEach(NodeProcess::pause);
        try {
            HttpResponse<String> refused = register(minority, "lonely", "lonely-key");

            assertThat(refused.statusCode()).as(refused.body()).isIn(503, 504);
            assertThat(new JsonObject(refused.body()).getString("code")).isIn("ledger-unavailable", "outcome-unknown");
            soon(() -> assertThat(services(minority).headers().firstValue("Lotse-Stale"))
                    .isPresent());
            assertThat(ids(minority)).containsAll(acknowledged);
        } finally {
            others.forEach(NodeProcess::resume);
        }

        // asked again with its key, the write has one definite answer
        soon(() -> assertThat(register(minority, "lonely", "lonely-key").statusCode())
                .isEqualTo(201));
        for (NodeProcess node : nodes.values()) {
            soon(() -> assertThat(ids(node))
                    .filteredOn(id -> id.startsWith("lonely"))
                    .hasSize(1));
        }
    }

    /** Writes until it is acknowledged, as a client does: again with the same key. */
    private void write(NodeProcess node) {
        String key = "write-" + written++;
        HttpResponse<String> answer = soon(() -> register(node, "kept", key), response -> response.statusCode() == 201);
        acknowledged.add(new JsonObject(answer.body()).getString("service_id"));
    }

    private static HttpResponse<String> register(NodeProcess node, String service, String key) {
        return Http.post(
                node.control() + "/api/v1/ipmanager/register",
                new JsonObject().put("service_name", service),
                Map.of("Idempotency-Key", key));
    }

    private void assertEverythingAcknowledgedIsThere(List<NodeProcess> where) {
        for (NodeProcess node : where) {
            soon(() -> assertThat(new TreeSet<>(ids(node))).isEqualTo(new TreeSet<>(acknowledged)));
        }
    }

    private static JsonObject ledger(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/cluster").getJsonObject("ledger");
    }

    private static HttpResponse<String> services(NodeProcess node) {
        return Http.get(node.control() + "/api/v1/ipmanager/services?limit=1000");
    }

    private static List<String> ids(NodeProcess node) {
        return new JsonObject(services(node).body())
                .getJsonArray("items").stream()
                        .map(instance -> ((JsonObject) instance).getString("service_id"))
                        .toList();
    }
}
