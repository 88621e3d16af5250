package io.lotse.cluster;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.testfaults.FreePorts;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ClusterTest {
    @TempDir
    Path folder;

    private final List<Cluster> started = new ArrayList<>();

    @AfterEach
    void stopAll() throws Exception {
        for (Cluster cluster : started) {
            done(cluster.close());
        }
    }

    @Test
    void aJoiningNodeAndTheFirstSeeEachOther() throws Exception {
        Cluster first = start("a", FreePorts.next(), List.of());
        Cluster second = start("b", FreePorts.next(), List.of(first("a")));

        await().untilAsserted(() -> assertThat(names(first)).containsExactly("a", "b"));
        assertThat(names(second)).containsExactly("a", "b");
    }

    @Test
    void nodesAtDifferentAddressesOfAHostHaveTheSamePort() throws Exception {
        int port = FreePorts.next();
        List<String> all = List.of("127.0.0.1:" + port, "127.0.0.2:" + port);

        Cluster first = start("a", "127.0.0.1", port, all);
        start("b", "127.0.0.2", port, all);

        await().untilAsserted(() -> assertThat(names(first)).containsExactly("a", "b"));
    }

    @Test
    void aNodeThatLeavesIsToldToTheRest() throws Exception {
        Cluster first = start("a", FreePorts.next(), List.of());
        Cluster second = start("b", FreePorts.next(), List.of(first("a")));
        await().until(() -> first.size() == 2);
        List<String> left = new CopyOnWriteArrayList<>();
        done(ClusterContract.MEMBER_LEFT
                .subscribe(first.vertx().eventBus(), n -> left.add(n.name()))
                .completion());

        started.remove(second);
        done(second.close());

        await().untilAsserted(() -> assertThat(left).containsExactly("b"));
        assertThat(names(first)).containsExactly("a");
    }

    @Test
    void theFirstNodeFindsTheOthersAgainWhenItIsRestartedAlone() throws Exception {
        int port = FreePorts.next();
        Cluster first = start("a", port, List.of());
        Cluster second = start("b", FreePorts.next(), List.of("127.0.0.1:" + port));
        await().until(() -> first.size() == 2 && remembered("a"));
        started.remove(first);
        done(first.close());
        await().until(() -> second.size() == 1);

        Cluster again = start("a", port, List.of());

        await().untilAsserted(() -> assertThat(names(again)).containsExactly("a", "b"));
    }

    private boolean remembered(String name) {
        return !new KnownMembers(folder.resolve(name)).reachable().isEmpty();
    }

    private String first(String name) {
        return started.stream()
                .flatMap(c -> nodesOf(c).stream())
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow()
                .cluster();
    }

    private static List<NodeInfo> nodesOf(Cluster cluster) {
        return done(ClusterContract.MEMBERS.call(cluster.vertx().eventBus(), Empty.EMPTY))
                .nodes();
    }

    private static List<String> names(Cluster cluster) {
        return nodesOf(cluster).stream().map(NodeInfo::name).toList();
    }

    private Cluster start(String name, int port, List<String> join) throws Exception {
        return start(name, "127.0.0.1", port, join);
    }

    private Cluster start(String name, String address, int port, List<String> join) throws Exception {
        ClusterConfig config = new ClusterConfig(name, address, port, join);
        Cluster cluster = done(Cluster.start(
                config, folder.resolve(name), new VertxOptions().setEventLoopPoolSize(2), Vertx.builder()));
        started.add(cluster);
        done(cluster.announce(new NodeInfo(
                cluster.nodeId(), name, "here", List.of(), null, null, config.self(), 1, "test", Instant.now())));
        return cluster;
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
