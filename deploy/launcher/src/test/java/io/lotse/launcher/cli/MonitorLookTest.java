package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.connection.DeclaredSystemConfig;
import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeConfig;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks after a node that is a process which sleeps, and a control API that is a stand-in. */
class MonitorLookTest {
    @TempDir
    private Path data;

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private HttpServer control;
    private Process node;
    private int starts;
    private int startsEndWith;
    private String settings = "";
    private volatile int status = 200;

    @BeforeEach
    void setUp() throws IOException {
        control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(Paths.HEALTH, "{\"status\": \"UP\"}");
        control.start();
    }

    @AfterEach
    void tearDown() {
        control.stop(0);
        if (node != null) {
            node.destroyForcibly();
        }
    }

    private void answer(String path, String body) {
        control.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void nodeRuns() throws IOException {
        node = new ProcessBuilder("sleep", "300").start();
        new NodeFile(
                        "a",
                        "id",
                        node.pid(),
                        node.info().startInstant().orElse(null),
                        null,
                        "http://127.0.0.1:" + control.getAddress().getPort(),
                        "127.0.0.1:1",
                        1,
                        null,
                        0,
                        Instant.EPOCH,
                        data.toString())
                .write(data.resolve(NodeFile.NAME));
    }

    /** What a look finds, as EVENT well or EVENT ill. */
    private List<String> look() {
        NodeConfig config = new NodeConfig(
                Mode.DEVELOPMENT,
                "a",
                data,
                "host",
                "127.0.0.1",
                new NodeConfig.Ports(1, 2, 3, 4, 5),
                List.of(),
                Map.of(),
                Set.of());
        MonitorLook look = new MonitorLook(
                config,
                DeclaredSystemConfig.read("{\"ConnectionMonitor\": {" + settings + "}}")
                        .config(),
                () -> {
                    starts++;
                    return startsEndWith;
                },
                Clock.fixed(now, ZoneOffset.UTC));
        return look.look().stream()
                .map(one -> one.event() + (one.well() ? " well" : " ill"))
                .toList();
    }

    @Test
    void aNodeThatIsDownIsStarted() {
        assertThat(look()).containsExactly("node_started well");
        assertThat(starts).isEqualTo(1);
    }

    @Test
    void aNodeThatIsUpIsLeftAlone() throws IOException {
        nodeRuns();

        assertThat(look()).containsExactly("node_up well");
        assertThat(starts).isZero();
    }

    @Test
    void aNodeThatSomebodyStoppedIsLeftSo() {
        StopMark.set(data);
        assertThat(look()).containsExactly("node_stopped well");

        StopMark.remove(data);
        assertThat(look()).containsExactly("node_started well");
    }

    @Test
    void aNodeThatIsBeingStartedIsNotStartedTwice() {
        try (FolderLock starting = FolderLock.tryTake(data.resolve("node.lock")).orElseThrow()) {
            assertThat(starting).isNotNull();
            assertThat(look()).containsExactly("node_starting well");
        }
        assertThat(starts).isZero();
    }

    @Test
    void withoutAutoStartItIsOnlyTold() {
        settings = "\"AutoStart\": false";

        assertThat(look()).containsExactly("node_down ill");
        assertThat(starts).isZero();
    }

    @Test
    void aNodeThatDoesNotStartIsTriedSoOftenAndThenOnceAnHour() {
        settings = "\"MaxRestartAttempts\": 2";
        startsEndWith = ExitCode.REFUSED;

        assertThat(look()).containsExactly("node_not_started ill");
        assertThat(look()).containsExactly("node_not_started ill");
        assertThat(look()).containsExactly("node_given_up ill");
        assertThat(starts).isEqualTo(2);

        now = now.plus(Duration.ofHours(1));
        assertThat(look()).containsExactly("node_not_started ill");
        assertThat(look()).containsExactly("node_given_up ill");

        now = now.plus(Duration.ofHours(1));
        startsEndWith = ExitCode.OK;
        assertThat(look()).containsExactly("node_started well");
        assertThat(MonitorNotes.read(data)).isEqualTo(MonitorNotes.NONE);
    }

    @Test
    void aNodeThatDoesNotAnswerThreeTimesInARowIsEndedAndStarted() throws IOException {
        nodeRuns();
        status = 503;
        assertThat(look()).containsExactly("node_silent ill");
        status = 200;
        assertThat(look()).containsExactly("node_up well");
        status = 503;
        assertThat(look()).containsExactly("node_silent ill");
        assertThat(look()).containsExactly("node_silent ill");
        assertThat(node.isAlive()).isTrue();

        assertThat(look()).containsExactly("node_silent ill", "node_ended ill", "node_started well");
        assertThat(node.isAlive()).isFalse();
    }

    @Test
    void anOutageAndServicesThatWereGivenUpAreTold() throws IOException {
        nodeRuns();
        SupervisedService failed = new SupervisedService(
                "a",
                "host",
                "shop",
                "web",
                SupervisedState.FAILED,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                null,
                0,
                null);
        answer(
                Paths.SUPERVISED,
                ContractCodec.encode(new SupervisedServices(List.of(failed))).encode());
        NetworkState cutOff = new NetworkState(
                "id",
                "a",
                Reachability.OFFLINE,
                Instant.EPOCH,
                "internet is offline",
                List.of(),
                List.of(),
                new Outage("o", "id", "a", "host", List.of(), "internet is offline", Instant.EPOCH, null));
        answer(Paths.NETWORK, ContractCodec.encode(cutOff).encode());

        assertThat(look()).containsExactly("node_up well", "network_outage ill", "service_failed ill");
    }
}
