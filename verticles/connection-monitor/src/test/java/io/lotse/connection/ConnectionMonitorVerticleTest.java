package io.lotse.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.ConnectionMonitorConfig.Target;
import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.network.ConnectivityChange;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.network.TargetState;
import io.lotse.meshview.MeshView;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole room over the bus, with real listeners. */
class ConnectionMonitorVerticleTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final NetworkConfig.Times TIMES = new NetworkConfig.Times(INTERVAL, INTERVAL);

    private final Vertx vertx = Vertx.vertx();
    private final BadPeers peers = new BadPeers(vertx);
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<ConnectivityChange> changes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        get(NetworkContract.CONNECTIVITY_CHANGED
                .subscribe(vertx.eventBus(), changes::add)
                .completion());
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    @Test
    void tellsEveryChangeOfATargetAndOfTheWhole() {
        HttpServer server = get(peers.http(200));
        int port = server.actualPort();
        monitor(new Target("web", NetworkAxis.OTHER, new Check.Http("http://127.0.0.1:" + port), INTERVAL, INTERVAL));
        awaitNetwork(Reachability.ONLINE);

        clock.advance(Duration.ofSeconds(30));
        get(server.close());
        awaitNetwork(Reachability.OFFLINE);
        get(peers.http(200, port));
        awaitNetwork(Reachability.ONLINE);

        assertThat(changes)
                .filteredOn(c -> c.target() == null)
                .extracting(ConnectivityChange::state)
                .containsExactly(Reachability.ONLINE, Reachability.OFFLINE, Reachability.ONLINE);
        assertThat(changes)
                .filteredOn(c -> "web".equals(c.target()) && c.state() == Reachability.OFFLINE)
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.before()).isEqualTo(Reachability.ONLINE);
                    assertThat(c.lasted()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(c.detail()).contains("connection refused");
                });
    }

    @Test
    void showsAMemberThatDiesAndForgetsItLater() {
        monitor(loopback());
        HttpServer control = get(peers.http(200));
        NodeInfo other = node("b", "http://127.0.0.1:" + control.actualPort() + "/");
        membersAre(node("a", "http://127.0.0.1:1"), other);
        await().untilAsserted(() -> assertThat(target("member/b")).contains(Reachability.ONLINE));

        get(control.close());
        membersAre(node("a", "http://127.0.0.1:1"));

        await().untilAsserted(() -> assertThat(target("member/b")).contains(Reachability.OFFLINE));
        awaitNetwork(Reachability.DEGRADED);
        assertThat(state().detail()).contains("member/b offline");
        assertThat(target("member/a")).isEmpty();

        clock.advance(KEPT);
        await().untilAsserted(() -> assertThat(target("member/b")).isEmpty());
        awaitNetwork(Reachability.ONLINE);
    }

    @Test
    void followsAMemberThatComesBackElsewhere() {
        monitor(loopback());
        membersAre(node("b", "http://127.0.0.1:1"));
        await().untilAsserted(() -> assertThat(target("member/b")).contains(Reachability.OFFLINE));

        membersAre(node("b", "http://127.0.0.1:" + get(peers.http(200)).actualPort()));

        await().untilAsserted(() -> assertThat(target("member/b")).contains(Reachability.ONLINE));
    }

    @Test
    void ignoresAMemberWhoseUrlIsNonsense() {
        monitor(loopback());
        membersAre(node("b", "what?"), node("c", null));

        awaitNetwork(Reachability.ONLINE);
        assertThat(state().targets()).extracting(TargetState::name).containsExactly("loopback");
    }

    @Test
    void answersForItsNodeByIdToo() {
        monitor(loopback());

        NetworkState state = get(NetworkContract.NETWORK_STATE.callFor(vertx.eventBus(), "a-id", Empty.EMPTY));

        assertThat(state.node()).isEqualTo("a");
        assertThat(state.targets()).extracting(TargetState::address).containsExactly("127.0.0.1:9");
    }

    private static Target loopback() {
        return new Target("loopback", NetworkAxis.LOOPBACK, new Check.Tcp("127.0.0.1", 9, true), INTERVAL, INTERVAL);
    }

    private void monitor(Target target) {
        ConnectionMonitorConfig config = new ConnectionMonitorConfig(
                "a-id",
                "a",
                "host",
                new NetworkConfig(List.of(target), null, TIMES, KEPT, 3, 2, RecoveryConfig.DEFAULT));
        get(vertx.deployVerticle(new ConnectionMonitorVerticle(config, new MeshView(clock), clock)));
    }

    private void membersAre(NodeInfo... nodes) {
        ClusterContract.MEMBERS_CHANGED.publish(vertx.eventBus(), new Members(List.of(nodes)));
    }

    private static NodeInfo node(String name, String control) {
        return new NodeInfo(
                name + "-id", name, "host", List.of("control-api"), null, control, "h:1", 1, "test", Instant.EPOCH);
    }

    private void awaitNetwork(Reachability expected) {
        await().untilAsserted(() -> assertThat(state().state()).isEqualTo(expected));
    }

    private Optional<Reachability> target(String name) {
        return state().targets().stream()
                .filter(t -> t.name().equals(name))
                .map(TargetState::state)
                .findFirst();
    }

    private NetworkState state() {
        return get(NetworkContract.NETWORK_STATE.call(vertx.eventBus(), Empty.EMPTY));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
