package io.lotse.ledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

import static io.lotse.ledger.Commands.NOON;
import static io.lotse.ledger.Commands.value;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any log of commands, with repeated ids, restarts from a snapshot and a short memory for changes, does what the model
 * says after each command, and gives the same bytes wherever it is replayed from.
 */
class KeyValueStateMachineProperties {
    private static final int HISTORY = 8;

    @Property
    void aLogDoesWhatTheModelSaysAlsoAcrossRestarts(@ForAll("logs") List<Command> log, @ForAll("points") int restartAt)
            throws IOException {
        LedgerModel model = new LedgerModel();
        KeyValueState state = newState();
        for (int i = 0; i < log.size(); i++) {
            if (i % 10 == restartAt) {
                state = restored(KeyValueStateTest.written(state));
            }
            Command command = log.get(i);
            assertThat(answer(state, command)).as("command %d", i).isEqualTo(answer(model, command));
            assertThat(state.revision()).isEqualTo(model.revision());
            assertThat(read(state)).isEqualTo(model.keys());
            assertOutcomesAreKept(state, model);
            assertChangesAre(model, state);
        }
    }

    @Property
    void replicasWithSnapshotsAtDifferentPointsAreEqualByteForByte(
            @ForAll("logs") List<Command> log, @ForAll("points") int one, @ForAll("points") int other)
            throws IOException {
        assertThat(replayed(log, one)).isEqualTo(replayed(log, other));
    }

    /** As a voter that was away for some of the log and is sent the snapshot of another. */
    @Property
    void aReplayFromAnySnapshotComesToTheSameState(@ForAll("logs") List<Command> log, @ForAll("points") int from)
            throws IOException {
        int point = Math.min(from, log.size());
        KeyValueState leader = newState();
        byte[] snapshot = null;
        for (int i = 0; i < log.size(); i++) {
            if (i == point) {
                snapshot = KeyValueStateTest.written(leader);
            }
            answer(leader, log.get(i));
        }
        if (snapshot == null) {
            return;
        }
        KeyValueState late = newState();
        log.subList(0, point / 2).forEach(command -> answer(late, command));
        Snapshot.read(new ByteArrayInputStream(snapshot), late);

        log.subList(point, log.size()).forEach(command -> answer(late, command));

        assertThat(KeyValueStateTest.written(late)).isEqualTo(KeyValueStateTest.written(leader));
    }

    @Property
    void whatStandsInTheLogIsReadAsItWasWritten(@ForAll("logs") List<Command> log) {
        assertThat(log).allSatisfy(command -> assertThat(Wire.read(Wire.bytes(command), Command.class))
                .isEqualTo(command));
    }

    private static KeyValueState newState() {
        return new KeyValueState(new ChangeHistory(HISTORY, 1 << 20));
    }

    private static KeyValueState restored(byte[] snapshot) throws IOException {
        KeyValueState state = newState();
        Snapshot.read(new ByteArrayInputStream(snapshot), state);
        return state;
    }

    private static byte[] replayed(List<Command> log, int snapshotAt) throws IOException {
        KeyValueState state = newState();
        for (int i = 0; i < log.size(); i++) {
            if (i % 10 == snapshotAt) {
                state = restored(KeyValueStateTest.written(state));
            }
            answer(state, Wire.read(Wire.bytes(log.get(i)), Command.class));
        }
        return KeyValueStateTest.written(state);
    }

    private static Object answer(KeyValueState state, Command command) {
        try {
            return state.apply(command);
        } catch (ContractException e) {
            return e.code();
        }
    }

    private static Object answer(LedgerModel model, Command command) {
        try {
            return model.apply(command);
        } catch (ContractException e) {
            return e.code();
        }
    }

    /** All keys, in pages of two. */
    private static Map<String, Entry> read(KeyValueState state) {
        Map<String, Entry> keys = new TreeMap<>();
        String after = null;
        do {
            RangePage page = state.range(new RangeRequest("", after, 2));
            page.entries().forEach(entry -> keys.put(entry.key(), entry));
            after = page.next();
        } while (after != null);
        return keys;
    }

    private static void assertOutcomesAreKept(KeyValueState state, LedgerModel model) {
        for (String id : List.of("r1", "r2", "r3")) {
            assertThat(state.outcome(new OutcomeQuery(id, null)).outcome())
                    .isEqualTo(model.made(id).orElse(null));
        }
    }

    private static void assertChangesAre(LedgerModel model, KeyValueState state) {
        long compacted = state.compactedRevision();
        assertThat(compacted).isBetween(0L, model.revision());
        for (long after = 0; after <= model.revision() + 1; after++) {
            try {
                assertChangesAre(model, state.changes(after));
                assertThat(after).isGreaterThanOrEqualTo(compacted);
            } catch (ContractException e) {
                assertThat(e.code()).isEqualTo(ProblemCode.REVISION_COMPACTED);
                assertThat(after).isLessThan(compacted);
            }
        }
    }

    private static void assertChangesAre(LedgerModel model, Changes told) {
        assertThat(told.revision()).isEqualTo(model.revision());
        List<Change> expected = new ArrayList<>();
        for (long made = told.after() + 1; made <= told.revision(); made++) {
            expected.addAll(model.changesOf(made).values());
        }
        assertThat(told.changes()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(told.changes()).extracting(Change::revision).isSorted();
    }

    @Provide
    Arbitrary<Integer> points() {
        return Arbitraries.integers().between(0, 30);
    }

    @Provide
    Arbitrary<List<Command>> logs() {
        Arbitrary<String> attempts = Arbitraries.of("a1", "a2", "a3", "a4").injectNull(0.5);
        return Combinators.combine(attempts, transactions())
                .as((attempt, t) -> new Command(t.requestId() == null ? attempt : null, t))
                .list()
                .ofMaxSize(30)
                .map(ArrayList::new);
    }

    private static Arbitrary<Transaction> transactions() {
        Arbitrary<String> keys = Arbitraries.of("a", "a/", "a/b", "b", "ü", "\uD83D\uDEA2");
        Arbitrary<Map<String, Object>> values =
                Arbitraries.integers().between(0, 2).map(Commands::value);
        Arbitrary<Condition> conditions =
                Combinators.combine(keys, Arbitraries.longs().between(-1, 6)).as(Condition::new);
        Arbitrary<List<String>> candidates =
                keys.list().uniqueElements().ofMinSize(1).ofMaxSize(2);
        Arbitrary<Claim> claims =
                Combinators.combine(candidates.list().ofMaxSize(3), values).as(Claim::new);
        Arbitrary<Mutation> mutations =
                Combinators.combine(keys, values.injectNull(0.4)).as(Mutation::new);
        return Combinators.combine(
                        Arbitraries.of("r1", "r2", "r3").injectNull(0.6),
                        Arbitraries.of("f", "g").injectNull(0.3),
                        Arbitraries.integers().between(-100, 100),
                        conditions.list().ofMaxSize(1),
                        claims.list().ofMaxSize(2),
                        mutations.list().ofMaxSize(3))
                .as((id, fingerprint, minutes, ifs, firsts, changes) -> new Transaction(
                        id,
                        fingerprint,
                        id == null ? null : value(id),
                        NOON.plusSeconds(60L * minutes),
                        ifs,
                        firsts,
                        changes));
    }
}
