package io.lotse.ledger;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ledger.Voter;
import io.lotse.ledger.LedgerConfig.Found;
import io.lotse.ledger.LedgerConfig.Join;
import io.lotse.ledger.LedgerFolder.Identity;
import io.lotse.ledger.LedgerFolder.Part;
import io.lotse.testfaults.FreePorts;

import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.put;
import static io.lotse.ledger.StoreConformance.SOON;
import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Each Vert.x here is a node of its own; what joins them is only the answer to DESCRIBE. */
class LedgerVerticleTest {
    @TempDir
    private Path folder;

    private final List<Vertx> nodes = new ArrayList<>();
    private final List<Throwable> lost = new CopyOnWriteArrayList<>();
    private final int port = FreePorts.next();

    @AfterEach
    void close() {
        nodes.forEach(node -> get(node.close()));
    }

    private Vertx node() {
        Vertx vertx = Vertx.vertx();
        nodes.add(vertx);
        return vertx;
    }

    private Future<String> found(Vertx vertx, int raftPort) {
        return deploy(vertx, "founder", new Found("127.0.0.1", raftPort));
    }

    private Future<String> deploy(Vertx vertx, String node, LedgerConfig.Participation participation) {
        LedgerConfig config = new LedgerConfig(node, folder.resolve(node), participation);
        return vertx.deployVerticle(new LedgerVerticle(config, lost::add));
    }

    /** A node that joined those that use this ledger. */
    private Vertx joining(LedgerDescriptor theirs) {
        Vertx vertx = node();
        get(LedgerContract.DESCRIBE
                .serve(vertx.eventBus(), q -> Future.succeededFuture(theirs))
                .completion());
        return vertx;
    }

    private static LedgerDescriptor describe(Vertx vertx) {
        return get(LedgerContract.DESCRIBE.call(vertx.eventBus(), Empty.EMPTY));
    }

    private static Outcome commit(Vertx vertx, Mutation... mutations) {
        return get(LedgerContract.COMMIT.call(vertx.eventBus(), mutate(mutations)));
    }

    private static List<String> keys(Vertx vertx) {
        RangeRequest all = new RangeRequest("", null, 100);
        return get(LedgerContract.RANGE.call(vertx.eventBus(), all)).entries().stream()
                .map(Entry::key)
                .toList();
    }

    @Test
    void aFounderOpensItsLedgerAgainOnThePortItFoundedWith() {
        Vertx vertx = node();
        String first = get(found(vertx, port));
        LedgerDescriptor founded = describe(vertx);
        commit(vertx, put("a", 1));
        get(vertx.undeploy(first));
        get(found(vertx, port == 65_535 ? 1_024 : port + 1));
        assertThat(describe(vertx)).isEqualTo(founded);
        assertThat(keys(vertx)).containsExactly("a");
        assertThat(commit(vertx, put("b", 1)).revision()).isEqualTo(2);
    }

    @Test
    void aFounderWhosePortIsTakenSaysSo() throws IOException {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> get(found(node(), other.getLocalPort())))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + port + " is taken");
        }
    }

    @Test
    void aNodeWithoutAVoteGoesOnWithItsVotersWhereTheyMovedTo() {
        Vertx founder = node();
        List<LedgerDescriptor> told = new CopyOnWriteArrayList<>();
        LedgerContract.VOTERS_TOLD.subscribe(founder.eventBus(), told::add);
        get(found(founder, port));
        LedgerDescriptor now = describe(founder);
        LedgerDescriptor before = new LedgerDescriptor(
                now.ledgerId(),
                now.kind(),
                List.of(new Voter(now.voters().get(0).node(), "127.0.0.1:" + FreePorts.next())));
        new LedgerFolder(folder.resolve("client"))
                .write(new Identity(now.ledgerId(), Part.CLIENT, "client", before.voters(), true));
        Vertx client = node();
        get(deploy(client, "client", new Join()));
        LedgerContract.VOTERS_TOLD.publish(
                client.eventBus(), new LedgerDescriptor(UUID.randomUUID().toString(), now.kind(), now.voters()));
        assertThat(get(LedgerContract.STATUS.call(client.eventBus(), Empty.EMPTY))
                        .inTouch())
                .isFalse();

        await().atMost(SOON.multipliedBy(2)).until(() -> !told.isEmpty());
        LedgerContract.VOTERS_TOLD.publish(client.eventBus(), told.get(0));

        await().atMost(SOON).until(() -> get(LedgerContract.STATUS.call(client.eventBus(), Empty.EMPTY))
                .inTouch());
        assertThat(commit(client, put("a", 1)).succeeded()).isTrue();
        await().atMost(SOON).until(() -> new LedgerFolder(folder.resolve("client"))
                .read()
                .orElseThrow()
                .voters()
                .equals(now.voters()));
    }

    @Test
    void changesAreToldOnceEachAndTheStateEverySecond() {
        Vertx vertx = node();
        List<Changes> advanced = new CopyOnWriteArrayList<>();
        List<LedgerStatus> checked = new CopyOnWriteArrayList<>();
        LedgerContract.ADVANCED.subscribe(vertx.eventBus(), advanced::add);
        LedgerContract.CHECKED.subscribe(vertx.eventBus(), checked::add);
        get(found(vertx, port));
        List<Future<Outcome>> commits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            commits.add(LedgerContract.COMMIT.call(vertx.eventBus(), mutate(put("k" + i, i))));
        }
        commits.forEach(StoreConformance::get);
        await().atMost(SOON)
                .until(() ->
                        !advanced.isEmpty() && advanced.get(advanced.size() - 1).revision() == 100);
        assertThat(advanced.get(0).after()).isZero();
        for (int i = 1; i < advanced.size(); i++) {
            assertThat(advanced.get(i).after()).isEqualTo(advanced.get(i - 1).revision());
        }
        assertThat(advanced.stream().flatMap(c -> c.changes().stream())).hasSize(100);
        await().atMost(SOON).untilAsserted(() -> assertThat(checked).last().satisfies(s -> {
            assertThat(s.inTouch()).isTrue();
            assertThat(s.role()).isEqualTo("leader");
            assertThat(s.revision()).isEqualTo(100);
        }));
    }

    @Test
    void aTransactionWithMistakesIsRefusedBeforeItIsWritten() {
        Vertx vertx = node();
        get(found(vertx, port));
        List<Transaction> mistaken = List.of(
                Transaction.of(null, List.of(), List.of(put("a", 1))),
                mutate(put("", 1)),
                mutate(put("k".repeat(2_000), 1)),
                new Transaction("", null, null, Instant.now(), List.of(), List.of(), List.of(put("a", 1))));
        for (Transaction transaction : mistaken) {
            assertThatThrownBy(() -> get(LedgerContract.COMMIT.call(vertx.eventBus(), transaction)))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_REQUEST));
        }
        assertThat(keys(vertx)).isEmpty();
    }

    @Test
    void aNodeThatJoinsReadsWritesAndFollows() {
        Vertx founder = node();
        get(found(founder, port));
        Vertx joined = joining(describe(founder));
        get(deploy(joined, "joined", new Join()));
        List<Changes> advanced = new CopyOnWriteArrayList<>();
        LedgerContract.ADVANCED.subscribe(joined.eventBus(), advanced::add);
        commit(founder, put("a", 1));
        commit(joined, put("b", 1));
        assertThat(keys(joined)).containsExactly("a", "b");
        await().atMost(SOON)
                .until(() ->
                        advanced.stream().mapToLong(c -> c.changes().size()).sum() == 2);
        assertThat(get(LedgerContract.STATUS.call(joined.eventBus(), Empty.EMPTY)))
                .satisfies(status -> {
                    assertThat(status.role()).isEqualTo("client");
                    assertThat(status.leader()).isEqualTo("founder");
                });
    }

    @Test
    void aNodeThatJoinedBeforeStartsWithoutItsVotersAndFindsThemLater() {
        Vertx founder = node();
        String founding = get(found(founder, port));
        Vertx joined = joining(describe(founder));
        String joining = get(deploy(joined, "joined", new Join()));
        commit(joined, put("a", 1));
        get(joined.undeploy(joining));
        get(founder.undeploy(founding));

        Vertx alone = node();
        get(deploy(alone, "joined", new Join()));
        assertThatThrownBy(() -> commit(alone, put("b", 1)))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.LEDGER_UNAVAILABLE));
        get(found(founder, port));
        await().atMost(SOON).ignoreExceptions().until(() -> keys(alone).equals(List.of("a")));
        assertThat(lost).isEmpty();
    }

    @Test
    void aNodeThatJoinsThoseOfAnotherLedgerIsLost() {
        Vertx founder = node();
        get(found(founder, port));
        LedgerDescriptor ledger = describe(founder);
        Vertx joined = joining(ledger);
        get(joined.undeploy(get(deploy(joined, "joined", new Join()))));
        LedgerDescriptor another = new LedgerDescriptor(UUID.randomUUID().toString(), ledger.kind(), ledger.voters());
        get(deploy(joining(another), "joined", new Join()));
        await().atMost(SOON).until(() -> !lost.isEmpty());
        assertThat(lost.get(0)).hasMessageContaining(another.ledgerId()).hasMessageContaining(ledger.ledgerId());
    }

    @Test
    void aNodeWhoseVotersKeepAnotherLedgerIsLost() {
        Vertx founder = node();
        get(found(founder, port));
        LedgerDescriptor wrong = new LedgerDescriptor(
                UUID.randomUUID().toString(), "embedded", describe(founder).voters());
        get(deploy(joining(wrong), "joined", new Join()));
        await().atMost(SOON).until(() -> !lost.isEmpty());
        assertThat(lost.get(0)).hasMessageContaining("another ledger");
    }

    @Test
    void aFoundersFolderCannotJoin() {
        Vertx founder = node();
        get(founder.undeploy(get(found(founder, port))));
        assertThatThrownBy(() -> get(deploy(node(), "founder", new Join())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FOUNDER");
    }
}
