package io.lotse.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.network.AxisChange;
import io.lotse.contracts.network.AxisState;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.supervision.RestartOrder;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What ends by itself while the network is away, and how often it may end. */
class OutageTest extends RealServices {
    private static final String SLEEPS = "{command: sleep 300, port: none}";

    private volatile Reachability internet = Reachability.ONLINE;

    /** As the connection monitor of a node tells it, and answers when it is asked. */
    private void internet(String node, Reachability now) {
        internet = now;
        NetworkContract.AXIS_CHANGED.publish(
                vertx.eventBus(),
                new AxisChange(
                        node, node, NetworkAxis.INTERNET, Reachability.UNKNOWN, Duration.ZERO, now, "", Instant.EPOCH));
    }

    private void monitor() throws Exception {
        get(NetworkContract.NETWORK_STATE
                .serve(
                        vertx.eventBus(),
                        q -> Future.succeededFuture(new NetworkState(
                                NODE,
                                NODE,
                                internet,
                                Instant.EPOCH,
                                "",
                                List.of(),
                                List.of(new AxisState(NetworkAxis.INTERNET, internet, Instant.EPOCH, "")),
                                null)))
                .completion());
    }

    private void kill(String service) throws Exception {
        long pid = one(service).pid();
        new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
    }

    @Test
    void nothingIsRestartedWhileAnOutageLastsButWhatNeedsNoNetwork() throws Exception {
        monitor();
        up(
                "db: {command: sleep 300, port: none, network: none}",
                "tunnel: {command: sleep 300, port: none, network: [vpn, dns]}",
                "store: " + SLEEPS,
                "web: {command: sleep 300, port: none, depends_on: [store]}");
        becomes("web", SupervisedState.READY);
        becomes("tunnel", SupervisedState.READY);
        internet(NODE, Reachability.OFFLINE);

        for (String service : List.of("web", "store", "tunnel", "db")) {
            kill(service);
        }

        for (String service : List.of("db", "tunnel")) {
            await().until(() -> one(service).restarts() == 1 && one(service).state() == SupervisedState.READY);
        }
        for (String service : List.of("web", "store")) {
            await().until(() -> String.valueOf(one(service).detail()).contains("internet is out"));
            assertThat(one(service).state()).isEqualTo(SupervisedState.RESTARTING);
            assertThat(one(service).pid()).isNull();
            await().until(() -> log(service).stream().anyMatch(l -> l.contains("event=restart_held axis=internet")));
        }

        internet(NODE, Reachability.DEGRADED);

        becomes("web", SupervisedState.READY);
        assertThat(one("store").state()).isEqualTo(SupervisedState.READY);
        assertThat(one("store").restarts()).isEqualTo(1);
    }

    @Test
    void whoeverAsksForItGetsItStartedDuringAnOutageToo() throws Exception {
        monitor();
        up("web: " + SLEEPS, "other: " + SLEEPS);
        becomes("web", SupervisedState.READY);
        becomes("other", SupervisedState.READY);
        internet(NODE, Reachability.OFFLINE);
        kill("web");
        kill("other");
        await().until(() -> String.valueOf(one("web").detail()).contains("lotse restart web starts it at once"));
        await().until(() -> String.valueOf(one("other").detail()).contains("internet is out"));

        get(SupervisionContract.RESTART.callFor(vertx.eventBus(), NODE, new RestartOrder(SET, "web")));
        becomes("web", SupervisedState.READY);
        assertThat(one("other").state()).isEqualTo(SupervisedState.RESTARTING);

        up("web: " + SLEEPS, "other: " + SLEEPS);
        becomes("other", SupervisedState.READY);
    }

    @Test
    void theOutageOfAnotherNodeHoldsNothingUp() throws Exception {
        up("web: " + SLEEPS);
        becomes("web", SupervisedState.READY);
        internet("b", Reachability.OFFLINE);

        kill("web");

        await().until(() -> one("web").restarts() == 1 && one("web").state() == SupervisedState.READY);
    }

    @Test
    void oneThatEndedTooOftenHasNotForgottenItWhenItsNodeComesBack() throws Exception {
        up("web: {command: " + sh("exit 3") + ", port: none}");
        await().until(() -> one("web").restarts() > 0);
        get(vertx.close());
        Path state = data.resolve("supervisor").resolve(SET).resolve("web.json");
        assertThat(state).content().containsPattern("\"left\":[89]");
        Files.writeString(state, Files.readString(state).replaceAll("\"left\":[0-9.]+", "\"left\":0.5"));

        begin();

        assertThat(becomes("web", SupervisedState.FAILED).detail()).endsWith(" once more: it did so too often");
    }
}
