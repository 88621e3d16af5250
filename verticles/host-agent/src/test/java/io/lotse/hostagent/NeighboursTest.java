package io.lotse.hostagent;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class NeighboursTest {
    private static final long OWN = ProcessHandle.current().pid();

    private final Vertx vertx = Vertx.vertx();
    private final Neighbours neighbours = new Neighbours("harbour");

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    @Test
    void knowsThoseThatWereThereBeforeAndThoseThatCame() throws Exception {
        get(ClusterContract.MEMBERS
                .serve(vertx.eventBus(), none -> Future.succeededFuture(members(node("harbour", 4_711))))
                .completion());
        get(neighbours.watch(vertx.eventBus()));
        await().untilAsserted(() -> assertThat(neighbours.processes()).containsExactlyInAnyOrder(OWN, 4_711L));

        ClusterContract.MEMBERS_CHANGED.publish(
                vertx.eventBus(), members(node("harbour", 4_712), node("elsewhere", 4_713)));

        await().untilAsserted(() -> assertThat(neighbours.processes()).containsExactlyInAnyOrder(OWN, 4_712L));
    }

    @Test
    void knowsItselfWhereNobodyCanTell() throws Exception {
        get(neighbours.watch(vertx.eventBus()));

        assertThat(neighbours.processes()).containsExactly(OWN);
    }

    private static Members members(NodeInfo... nodes) {
        return new Members(List.of(nodes));
    }

    private static NodeInfo node(String host, long pid) {
        return new NodeInfo("id-" + pid, "n", host, List.of(), null, null, "127.0.0.1:1", pid, "0", Instant.EPOCH);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
