package io.lotse.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.Transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is kept of the past ends, by its age and by its size, and alike on every voter. */
class HistoryBoundsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static Command put(Instant at) {
        return new Command(
                "attempt-" + at,
                Transaction.of(at, List.of(), List.of(new Mutation("key", Map.of("at", at.toString())))));
    }

    @Test
    void changesThatAreTooOldAreForgottenByTheTimesOfTheCommands() {
        KeyValueState state = new KeyValueState(new ChangeHistory(1_000, 1 << 20, Duration.ofMinutes(10)));
        for (int minute = 0; minute <= 30; minute++) {
            state.apply(put(NOON.plus(Duration.ofMinutes(minute))));
        }
        assertThat(state.compactedRevision()).isEqualTo(20);
        assertThatThrownBy(() -> state.changes(19))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.REVISION_COMPACTED));
        assertThat(state.changes(20).changes()).hasSize(11);
    }

    @Test
    void oneCommandFromAClockThatIsWrongMakesNothingForgotten() {
        KeyValueState state = new KeyValueState(new ChangeHistory(1_000, 1 << 20, Duration.ofMinutes(10)));
        state.apply(put(NOON));
        state.apply(put(NOON.plus(Duration.ofDays(300))));
        assertThat(state.compactedRevision()).isZero();
    }

    @Test
    void outcomesAreForgottenWhenNewerOnesTakeTheRoom() {
        KeptOutcomes outcomes = new KeptOutcomes(10_000);
        for (int i = 0; i < 100; i++) {
            outcomes.keepRequest("r" + i, "x".repeat(1_000), null, NOON.toEpochMilli());
        }
        assertThat(outcomes.requests()).hasSize(8).containsKey("r99").doesNotContainKey("r91");
        outcomes.keepRequest("large", "x".repeat(20_000), null, NOON.toEpochMilli());
        assertThat(outcomes.requests()).containsOnlyKeys("large");
    }

    @Test
    void aVoterThatCameByASnapshotForgetsTheSameOutcomes() throws IOException {
        KeyValueState first = new KeyValueState(new ChangeHistory(10, 1 << 20));
        String text = "x".repeat(4_000);
        int some = 500;
        for (int i = 0; i < some; i++) {
            first.apply(keyed(i, text));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Snapshot.write(first, bytes);
        KeyValueState second = new KeyValueState(new ChangeHistory(10, 1 << 20));
        Snapshot.read(new ByteArrayInputStream(bytes.toByteArray()), second);
        int all = 5_000;
        for (int i = some; i < all; i++) {
            first.apply(keyed(i, text));
            second.apply(keyed(i, text));
        }
        assertThat(isKept(first, 0)).isFalse();
        assertThat(isKept(first, all - 1)).isTrue();
        for (int i = 0; i < all; i++) {
            assertThat(isKept(second, i)).isEqualTo(isKept(first, i));
        }
    }

    private static Command keyed(int i, String memo) {
        return new Command(
                null, new Transaction("r" + i, null, Map.of("memo", memo), NOON, List.of(), List.of(), List.of()));
    }

    private static boolean isKept(KeyValueState state, int i) {
        return state.outcome(new OutcomeQuery("r" + i, null)).outcome() != null;
    }
}
