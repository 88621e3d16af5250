package io.lotse.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthBatch;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.network.ConnectivityChange;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.ProbeKind;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.network.TargetState;

import static io.lotse.control.ControlNode.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is watched, as Prometheus reads it. */
class WatchGaugesTest {
    private ControlNode node;

    @BeforeEach
    void start() {
        node = new ControlNode();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void countsInstancesByTheirHealth() {
        node.put("orders-1", "orders", 8301);
        node.put("orders-2", "orders", 8302);
        node.put("orders-3", "orders", 8303);
        check("orders-1", HealthStatus.UP);
        check("orders-2", HealthStatus.DOWN);
        check("never-registered", HealthStatus.DOWN);

        awaitMetric("lotse_instances_health{status=\"up\"} 1.0");
        awaitMetric("lotse_instances_health{status=\"down\"} 1.0");
        awaitMetric("lotse_instances_health{status=\"unknown\"} 1.0");

        node.ledger.put(Mutation.delete(LedgerKeys.instance("orders-2")));
        awaitMetric("lotse_instances_health{status=\"down\"} 0.0");
    }

    @Test
    void showsTheNetworkAsThisNodeSeesIt() {
        awaitMetric("lotse_network_state{state=\"unknown\"} 1.0");
        AtomicReference<NetworkState> seen = new AtomicReference<>(network(Reachability.ONLINE, Reachability.ONLINE));
        NetworkContract.NETWORK_STATE
                .serveFor(node.vertx.eventBus(), "run-1", q -> Future.succeededFuture(seen.get()))
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        tellChange();
        awaitMetric("lotse_network_state{state=\"online\"} 1.0");
        awaitMetric("lotse_network_targets{state=\"offline\"} 0.0");

        seen.set(network(Reachability.DEGRADED, Reachability.OFFLINE));
        tellChange();

        awaitMetric("lotse_network_state{state=\"degraded\"} 1.0");
        awaitMetric("lotse_network_state{state=\"online\"} 0.0");
        awaitMetric("lotse_network_targets{state=\"offline\"} 1.0");
    }

    @Test
    void tellsWhetherTheLedgerIsInTouch() {
        awaitMetric("lotse_ledger_in_touch 1.0");

        node.ledger.close();
        node.clock.advance(Duration.ofSeconds(61));

        awaitMetric("lotse_ledger_in_touch 0.0");
    }

    private void awaitMetric(String line) {
        await().untilAsserted(() -> assertThat(node.get("/metrics").body()).contains(line));
    }

    private void check(String id, HealthStatus status) {
        HealthReport report = new HealthReport(id, "orders", status, null, null, "seen", NOON, 0, NOON, "node-a");
        HealthContract.HEALTH_CHECKED.publish(node.vertx.eventBus(), new HealthBatch("run-2", List.of(report)));
    }

    private void tellChange() {
        NetworkContract.CONNECTIVITY_CHANGED.publish(
                node.vertx.eventBus(),
                new ConnectivityChange(
                        "run-1",
                        "node-a",
                        null,
                        Reachability.UNKNOWN,
                        Duration.ZERO,
                        Reachability.ONLINE,
                        "told",
                        NOON));
    }

    private static NetworkState network(Reachability state, Reachability target) {
        TargetState only = new TargetState(
                "member/b", ProbeKind.HTTP, "http://b", target, NOON, null, "tried", NOON, 0, NetworkAxis.MEMBERS);
        return new NetworkState("run-1", "node-a", state, NOON, "so it is", List.of(only), List.of(), null);
    }
}
