package io.lotse.hostagent;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.BindProbe;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.ProcessQuery;
import io.lotse.contracts.host.SocketQuery;
import io.lotse.contracts.ports.Protocol;
import io.lotse.meshview.MeshView;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class HostAgentVerticleTest {
    private static final String HOST = "harbour";
    private static final HostAgentConfig CONFIG =
            new HostAgentConfig(HOST, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(50), 3);

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void deploy() throws Exception {
        get(vertx.deployVerticle(new HostAgentVerticle(CONFIG, new MeshView(Clock.systemUTC()), Clock.systemUTC())));
    }

    @Test
    void answersForItsHostOnly() throws Exception {
        deploy();
        BindProbe probe = new BindProbe("127.0.0.1", Protocol.TCP, List.of(1), 1);

        assertThat(get(HostContract.PROBE.callFor(vertx.eventBus(), HOST, probe)))
                .isNotNull();
        assertThatThrownBy(() -> get(HostContract.PROBE.callFor(vertx.eventBus(), "elsewhere", probe)))
                .cause()
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_READY));
    }

    @Test
    void tellsAListenerOverTheBus() throws Exception {
        deploy();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ListenerQuery query = new ListenerQuery(Protocol.TCP, socket.getLocalPort());

            assertThat(get(HostContract.LISTENERS.callFor(vertx.eventBus(), HOST, query))
                            .listeners())
                    .singleElement()
                    .satisfies(l -> assertThat(l.pid())
                            .isEqualTo(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aMistakenProbeFailsWithItsFieldOverTheBus() throws Exception {
        deploy();
        BindProbe probe = new BindProbe("192.0.2.1", Protocol.TCP, List.of(8080), 1);

        assertThatThrownBy(() -> get(HostContract.PROBE.callFor(vertx.eventBus(), HOST, probe)))
                .cause()
                .isInstanceOfSatisfying(ContractException.class, e -> {
                    assertThat(e.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
                    assertThat(e.errors()).extracting("field").containsExactly("address");
                });
    }

    @Test
    void factsTellAddressesAndEphemeralPorts() throws Exception {
        deploy();

        HostFacts facts = get(HostContract.FACTS.callFor(vertx.eventBus(), HOST, Empty.EMPTY));

        assertThat(facts.host()).isEqualTo(HOST);
        assertThat(facts.addresses()).contains("127.0.0.1").isSorted();
        assertThat(facts.ephemeralPorts().contains(50_000)).isTrue();
        assertThat(facts.system()).contains(System.getProperty("os.name"));
    }

    @Test
    void tellsLoadsAndSocketsOverTheBus() throws Exception {
        deploy();
        long pid = ProcessHandle.current().pid();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(get(HostContract.HOST_LOAD.callFor(vertx.eventBus(), HOST, Empty.EMPTY))
                            .processors())
                    .isPositive();
            assertThat(get(HostContract.PROCESS_LOAD.callFor(vertx.eventBus(), HOST, new ProcessQuery(pid)))
                            .residentBytes())
                    .isPositive();
            assertThat(get(HostContract.SOCKETS.callFor(
                                    vertx.eventBus(), HOST, new SocketQuery(Protocol.TCP, SocketQuery.MAX_LIMIT)))
                            .listeners())
                    .anyMatch(l -> l.port() == socket.getLocalPort() && l.pid() == pid);
        }
    }

    @Test
    void isReadyWithoutALedgerAndWritesItsFactsWhenOneComes() throws Exception {
        deploy();
        HostFacts facts = get(HostContract.FACTS.callFor(vertx.eventBus(), HOST, Empty.EMPTY));

        TestLedger ledger = TestLedger.start(vertx);

        await().until(() -> ledger.view().snapshot().host(HOST).equals(Optional.of(facts)));
        ledger.close();
    }
}
