package io.lotse.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.ledger.LedgerConfig.Limits;
import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.testfaults.PostgresServer;
import io.lotse.testfaults.TcpRelay;

import static io.lotse.ledger.Commands.NOON;
import static io.lotse.ledger.Commands.asked;
import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.put;
import static io.lotse.ledger.Commands.settled;
import static io.lotse.ledger.Commands.value;
import static io.lotse.ledger.StoreConformance.SOON;
import static io.lotse.ledger.StoreConformance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A server that stops, stands still, or is another one; a network that breaks; two nodes at once. */
class PgFaultsTest {
    private static final Set<ProblemCode> NO_ANSWER =
            Set.of(ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.OUTCOME_UNKNOWN);

    private static PostgresServer server;

    private final PgNodes nodes = new PgNodes();
    private TcpRelay relay;
    private PostgresUri direct;
    private PostgresUri relayed;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.startNew();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void newDatabase() {
        relay = TcpRelay.to("127.0.0.1", server.port());
        direct = new PostgresUri(server.database());
        relayed = new PostgresUri(direct.text().replace(":" + server.port() + "/", ":" + relay.port() + "/"));
    }

    @AfterEach
    void close() {
        server.resume();
        nodes.close();
        relay.close();
    }

    private static ProblemCode failure(Future<?> future) {
        try {
            get(future);
            return null;
        } catch (ContractException e) {
            return e.code();
        }
    }

    private static List<Entry> all(Store store) {
        return get(store.range(new RangeRequest("", null, 10_000))).entries();
    }

    @Test
    void whileTheServerIsDownWritesAreRefusedAndAllIsWellAgainAfterwards() {
        PgStore store = nodes.open("one", direct);
        List<Changes> told = new CopyOnWriteArrayList<>();
        store.onChange(told::add);
        // what was made before it looked for the first time is not told
        await().atMost(SOON).until(() -> store.status().inTouch());
        get(store.commit(mutate(put("a", 1))));
        server.stop();
        try {
            assertThatThrownBy(() -> get(store.commit(mutate(put("b", 1)))))
                    .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                            .isEqualTo(ProblemCode.LEDGER_UNAVAILABLE))
                    .hasMessageContaining("127.0.0.1:" + server.port() + "/" + PostgresServer.name(direct.text()))
                    .hasMessageNotContaining("secret");
            assertThat(failure(store.range(new RangeRequest("", null, 1)))).isEqualTo(ProblemCode.LEDGER_UNAVAILABLE);
            assertThat(store.status().inTouch()).isFalse();
            assertThat(store.status().revision()).isEqualTo(1);
        } finally {
            server.start();
        }
        await().atMost(SOON).until(() -> store.status().inTouch());
        assertThat(get(store.commit(mutate(put("c", 1)))).revision()).isEqualTo(2);
        PgStore other = nodes.open("two", direct);
        get(other.commit(mutate(put("d", 1))));
        await().atMost(SOON).until(() -> store.status().revision() == 3);
        assertThat(told).extracting(Changes::after).containsExactly(0L, 1L, 2L);
        assertThat(nodes.lost()).isEmpty();
    }

    @Test
    void aCallerOfAServerThatStandsStillHearsInTimeAndLaterTheTruth() {
        PgStore store = nodes.open("one", direct);
        get(store.commit(mutate(put("a", 1))));
        Transaction transaction = asked("id", "f", NOON, put("b", 1));
        server.pause();
        assertThat(failure(store.commit(transaction))).isIn(NO_ANSWER);
        assertThat(store.status().inTouch()).isFalse();
        server.resume();
        Outcome outcome =
                await().atMost(SOON).ignoreExceptions().until(() -> get(store.commit(transaction)), Outcome::succeeded);
        assertThat(outcome.revision()).isEqualTo(2);
        await().atMost(SOON).until(() -> store.status().inTouch());
        assertThat(all(store)).extracting(Entry::key).containsExactly("a", "b");
    }

    @Test
    void aCommitWhoseAnswerIsLostIsMadeOnceAndAnsweredForCertain() {
        PgStore store = nodes.open("one", relayed);
        long expected = 0;
        for (boolean passedOn : new boolean[] {true, false}) {
            for (Transaction transaction : List.of(
                    mutate(put("attempt/" + passedOn, 1)),
                    asked("id-" + passedOn, "f", NOON, put("id/" + passedOn, 1)))) {
                relay.cutWhenSent("COMMIT".getBytes(StandardCharsets.UTF_8), passedOn);
                Outcome outcome = get(store.commit(transaction));
                assertThat(relay.wasCut()).isTrue();
                assertThat(outcome.succeeded()).isTrue();
                assertThat(outcome.revision()).isEqualTo(++expected);
            }
        }
        assertThat(all(store)).hasSize(4);
    }

    @Test
    void twoNodesOverANetworkThatBreaksLoseAndDoubleNothing() {
        Store one = nodes.open("one", relayed);
        Store two = nodes.open("two", relayed);
        List<Changes> told = new CopyOnWriteArrayList<>();
        one.onChange(told::add);
        List<String> ports = IntStream.range(0, 300).mapToObj(i -> "port/" + i).toList();
        List<Future<Outcome>> asked = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            asked.add(settled(i % 2 == 0 ? one : two, allocation(i, ports)));
            if (i % 60 == 59) {
                relay.cutWhenSent("COMMIT".getBytes(StandardCharsets.UTF_8), i % 120 == 59);
                await().atMost(SOON).until(relay::wasCut);
            }
            if (i % 75 == 74) {
                relay.cut();
            }
        }
        Map<String, Object> owners = new java.util.HashMap<>();
        Set<Long> revisions = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Outcome outcome = get(asked.get(i));
            assertThat(outcome.succeeded()).isTrue();
            assertThat(revisions.add(outcome.revision())).isTrue();
            assertThat(owners.put(outcome.claimedKeys().get(0), value("owner-" + i)))
                    .isNull();
        }
        Map<String, Object> held = new java.util.HashMap<>();
        all(one).stream().filter(e -> e.key().startsWith("port/")).forEach(e -> held.put(e.key(), e.value()));
        assertThat(held).isEqualTo(owners);
        assertThat(server.query(
                        PostgresServer.name(direct.text()),
                        "SELECT count(*), min(revision), max(revision) FROM lotse.history"))
                .containsExactly(List.of("300", "1", "300"));
        await().atMost(SOON).until(() -> one.status().revision() == 300);
        long covered = 0;
        for (Changes changes : told) {
            assertThat(changes.after()).isEqualTo(covered);
            covered = changes.revision();
        }
        assertThat(told.stream().flatMap(c -> c.changes().stream())).hasSize(600);
    }

    private static Transaction allocation(int i, List<String> ports) {
        Claim claim = Claim.first(ports, new Owner("owner-" + i));
        return new Transaction(
                i % 3 == 0 ? "id-" + i : null, null, null, NOON, List.of(), List.of(claim), List.of(put("i/" + i, i)));
    }

    private record Owner(String content) {}

    @Test
    void aPeerThatFallsSilentWithTheCounterInItsHandIsThrownOut() {
        PgStore store = nodes.open("one", direct);
        PgConnection silent =
                get(PgConnection.connect(nodes.vertx(), PgOptions.ofNode(PgOptions.parse(direct.text()), "silent")));
        get(silent.query("BEGIN").execute());
        get(silent.query("SELECT * FROM lotse.ledger FOR UPDATE").execute());
        assertThat(get(store.commit(mutate(put("a", 1)))).succeeded()).isTrue();
        assertThatThrownBy(() -> get(silent.query("COMMIT").execute())).isNotNull();
    }

    @Test
    void aStandbyIsRefusedAndAServerThatBecomesOneIsNotWrittenTo() throws IOException {
        PgStore store = nodes.open("one", direct);
        get(store.commit(mutate(put("a", 1))));
        server.restartAs(PostgresServer.Standing.STANDBY);
        try {
            assertThatThrownBy(() -> nodes.open("two", direct)).hasMessageContaining("is a standby");
            await().atMost(SOON).untilAsserted(() -> assertThatThrownBy(() -> get(store.commit(mutate(put("b", 1)))))
                    .hasMessageContaining("standby")
                    .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                            .isEqualTo(ProblemCode.LEDGER_UNAVAILABLE)));
            assertThat(store.status().inTouch()).isFalse();
        } finally {
            server.restartAs(PostgresServer.Standing.PRIMARY);
        }
        await().atMost(SOON).until(() -> store.status().inTouch());
        assertThat(get(store.commit(mutate(put("c", 1)))).revision()).isEqualTo(2);
    }

    @Test
    void aNodeWhoseDatabaseIsReplacedByAnotherLedgerIsLost() {
        PgStore store = nodes.open("one", direct);
        get(store.commit(mutate(put("a", 1))));
        server.execute(PostgresServer.name(direct.text()), "UPDATE lotse.ledger SET ledger_id = gen_random_uuid()");
        await().atMost(SOON).until(() -> !nodes.lost().isEmpty());
        assertThat(nodes.lost().get(0)).hasMessageContaining(store.describe().ledgerId());
        assertThat(failure(store.commit(mutate(put("b", 1))))).isEqualTo(ProblemCode.LEDGER_UNAVAILABLE);
    }

    private void refusesWhatWasSetBack(PgStore store) {
        // the first of them notices, whenever the poll does
        List<Supplier<Future<?>>> calls = List.of(
                () -> store.commit(mutate(put("b", 1))),
                () -> store.range(new RangeRequest("", null, 1)),
                () -> store.changes(new ChangesRequest(1)));
        for (Supplier<Future<?>> call : calls) {
            assertThatThrownBy(() -> get(call.get()))
                    .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                            .isEqualTo(ProblemCode.LEDGER_UNAVAILABLE))
                    .hasMessageContaining("was set back")
                    .hasMessageContaining("restart this node");
        }
        await().atMost(SOON).until(() -> !store.status().inTouch());
        assertThat(store.status().revision()).isEqualTo(5);
    }

    private PgStore with5Revisions(String node) {
        PgStore store = nodes.open(node, direct);
        for (int i = 1; i <= 5; i++) {
            get(store.commit(mutate(put("a", i))));
        }
        await().atMost(SOON).until(() -> store.status().revision() == 5);
        return store;
    }

    private void execute(String sql) {
        server.execute(PostgresServer.name(direct.text()), sql);
    }

    @Test
    void aNodeRefusesADatabaseThatWasSetBackToABackupUntilItIsStartedAnew() {
        PgStore store = with5Revisions("one");
        PgStore listener = nodes.open("two", direct);
        await().atMost(SOON).until(() -> listener.status().revision() == 5);
        execute("UPDATE lotse.ledger SET revision = 2; DELETE FROM lotse.history WHERE revision > 2");

        refusesWhatWasSetBack(store);
        refusesWhatWasSetBack(listener);

        PgStore anew = nodes.open("three", direct);
        assertThat(get(anew.commit(mutate(put("b", 1)))).revision()).isEqualTo(3);
    }

    @Test
    void aNodeRefusesADatabaseThatWasSetBackAndHasPassedTheSameRevisionSince() {
        PgStore store = with5Revisions("one");
        execute("UPDATE lotse.history SET made_at = made_at + interval '1 minute' WHERE revision >= 3");
        PgStore anew = nodes.open("two", direct);
        get(anew.commit(mutate(put("b", 1))));

        refusesWhatWasSetBack(store);
        assertThat(all(anew)).extracting(Entry::key).containsExactly("a", "b");
    }

    @Test
    void aNodeGoesOnByItselfWhenTheDatabaseHasAgainWhatItHadSeen() {
        PgStore store = with5Revisions("one");
        execute("UPDATE lotse.history SET made_at = made_at + interval '1 minute'");
        refusesWhatWasSetBack(store);
        execute("UPDATE lotse.history SET made_at = made_at - interval '1 minute'");

        await().atMost(SOON).until(() -> store.status().inTouch());
        assertThat(get(store.commit(mutate(put("b", 1)))).revision()).isEqualTo(6);
    }

    @Test
    void aCommandThatTheDatabaseCannotKeepSpoilsNoOther() {
        PgStore store = nodes.open("one", direct);
        List<Future<Outcome>> good = new ArrayList<>();
        List<Future<Outcome>> bad = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            good.add(store.commit(mutate(put("good/" + i, i))));
            if (i % 10 == 5) {
                bad.add(store.commit(mutate(put("bad/\0" + i, i))));
            }
        }
        assertThat(good).allSatisfy(made -> assertThat(get(made).succeeded()).isTrue());
        assertThat(bad).allSatisfy(refused -> assertThat(failure(refused)).isEqualTo(ProblemCode.INVALID_REQUEST));
        assertThat(all(store)).hasSize(40);
    }

    @Test
    void whatIsMoreThanTheLimitsAllowIsForgotten() {
        PgStore store =
                nodes.open("one", direct, new Limits(20, 1 << 20, Duration.ofHours(1), 1, 0, Duration.ofSeconds(1)));
        await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> {
            long last = get(store.commit(mutate(put("a", 1), put("b", 1)))).revision();
            return last > 40 && store.status().compactedRevision() > 20;
        });
        long compacted = store.status().compactedRevision();
        assertThat(get(store.changes(new ChangesRequest(compacted + 5))).changes())
                .isNotEmpty();
        assertThat(failure(store.changes(new ChangesRequest(compacted - 1)))).isEqualTo(ProblemCode.REVISION_COMPACTED);
        assertThat(Integer.parseInt(
                        server.query(PostgresServer.name(direct.text()), "SELECT sum(changes) FROM lotse.history")
                                .get(0)
                                .get(0)))
                .isLessThan(100);
    }
}
