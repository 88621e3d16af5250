package io.lotse.hostagent;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.BindProbe;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.ProcessQuery;
import io.lotse.contracts.host.SocketQuery;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class HostAgentVerticleTest {
    private static final String HOST = "harbour";
    private static final HostAgentConfig CONFIG =
            new HostAgentConfig(HOST, Duration.ofMillis(20), Duration.ofMillis(20));

    private final Map<String, Entry> ledger = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
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
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void deploy() throws Exception {
        get(vertx.deployVerticle(new HostAgentVerticle(CONFIG, Clock.systemUTC())));
    }

    /** The two operations of the ledger that the agent needs, with its revisions. */
    private void serveLedger() throws Exception {
        get(LedgerContract.RANGE
                .serve(vertx.eventBus(), request -> {
                    reads.incrementAndGet();
                    List<Entry> page = ledger.values().stream()
                            .filter(e -> e.key().startsWith(request.prefix()))
                            .sorted((a, b) -> a.key().compareTo(b.key()))
                            .limit(request.limit())
                            .toList();
                    return Future.succeededFuture(new RangePage(page, revision.get(), null));
                })
                .completion());
        get(LedgerContract.COMMIT
                .serve(vertx.eventBus(), transaction -> {
                    boolean holds =
                            transaction.conditions().stream().allMatch(c -> modRevision(c.key()) == c.modRevision());
                    long at = holds ? revision.incrementAndGet() : revision.get();
                    if (holds) {
                        transaction
                                .mutations()
                                .forEach(m -> ledger.put(m.key(), new Entry(m.key(), m.value(), at, at)));
                    }
                    return Future.succeededFuture(
                            new Outcome(holds, at, List.of(), null, null, List.of(), false, null));
                })
                .completion());
    }

    private long modRevision(String key) {
        Entry entry = ledger.get(key);
        return entry == null ? 0 : entry.modRevision();
    }

    private HostFacts stored() {
        Entry entry = ledger.get(LedgerKeys.host(HOST));
        return entry == null ? null : ContractCodec.decode(new JsonObject(entry.value()), HostFacts.class);
    }

    private void awaitReads(long more) {
        long before = reads.get();
        await().until(() -> reads.get() >= before + more);
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
    void writesItsFactsOnceAndNotAgainWhileTheyAreEqual() throws Exception {
        serveLedger();
        deploy();

        awaitReads(3);

        assertThat(stored()).isEqualTo(get(HostContract.FACTS.callFor(vertx.eventBus(), HOST, Empty.EMPTY)));
        assertThat(revision).hasValue(1);
    }

    @Test
    void severalNodesOfAHostWriteOnce() throws Exception {
        serveLedger();
        deploy();
        deploy();

        awaitReads(6);

        assertThat(revision).hasValue(1);
    }

    @Test
    void replacesFactsThatAreOutdated() throws Exception {
        HostFacts old = new HostFacts(HOST, List.of("10.0.0.1"), null, "OS/2");
        String key = LedgerKeys.host(HOST);
        ledger.put(key, new Entry(key, ContractCodec.encode(old).getMap(), 7, 7));
        revision.set(7);
        serveLedger();
        deploy();

        await().untilAsserted(() -> assertThat(stored().addresses()).contains("127.0.0.1"));
        awaitReads(2);

        assertThat(revision).hasValue(8);
    }

    @Test
    void isReadyWithoutALedgerAndWritesWhenItComes() throws Exception {
        deploy();
        assertThat(get(HostContract.FACTS.callFor(vertx.eventBus(), HOST, Empty.EMPTY)))
                .isNotNull();

        serveLedger();

        await().untilAsserted(() -> assertThat(stored()).isNotNull());
    }

    @Test
    void writesAgainWhatTheLedgerLost() throws Exception {
        serveLedger();
        deploy();
        await().until(() -> stored() != null);

        ledger.clear();

        await().until(() -> stored() != null);
    }

    @Test
    void doesNotDisputeWhatAnotherNodeOfItsHostSees() throws Exception {
        serveLedger();
        deploy();
        await().until(() -> stored() != null);
        HostFacts others = new HostFacts(HOST, List.of("10.0.0.1"), null, "another network namespace");
        String key = LedgerKeys.host(HOST);

        ledger.put(key, new Entry(key, ContractCodec.encode(others).getMap(), 1, 9));
        awaitReads(4);

        assertThat(stored()).isEqualTo(others);
    }
}
