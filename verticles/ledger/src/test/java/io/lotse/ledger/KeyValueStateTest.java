package io.lotse.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

import static io.lotse.ledger.Commands.NOON;
import static io.lotse.ledger.Commands.asked;
import static io.lotse.ledger.Commands.claim;
import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.mutateIf;
import static io.lotse.ledger.Commands.put;
import static io.lotse.ledger.Commands.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyValueStateTest {
    private final KeyValueState state = state(1_000);

    private static KeyValueState state(int historyLimit) {
        return new KeyValueState(new ChangeHistory(historyLimit, 1 << 20));
    }

    private Outcome apply(Transaction transaction) {
        return state.apply(new Command(null, transaction));
    }

    private List<String> keys(String prefix) {
        return state.range(new RangeRequest(prefix, null, 100)).entries().stream()
                .map(Entry::key)
                .toList();
    }

    @Test
    void oneRevisionForEachTransactionThatIsMade() {
        assertThat(apply(mutate(put("a", 1), put("b", 1))).revision()).isEqualTo(1);
        assertThat(apply(mutateIf(Condition.absent("a"), put("c", 1)))).satisfies(refused -> {
            assertThat(refused.succeeded()).isFalse();
            assertThat(refused.revision()).isEqualTo(1);
            assertThat(refused.failedKey()).isEqualTo("a");
        });
        assertThat(apply(mutate(put("a", 2))).revision()).isEqualTo(2);
        assertThat(state.range(new RangeRequest("", null, 10)).entries())
                .containsExactly(new Entry("a", value(2), 1, 2), new Entry("b", value(1), 1, 1));
    }

    @Test
    void conditionsSayAbsentPresentAndUnchanged() {
        apply(mutate(put("a", 1)));
        assertThat(apply(mutateIf(Condition.present("a"), put("b", 1))).succeeded())
                .isTrue();
        assertThat(apply(mutateIf(Condition.present("x"), put("b", 2))).succeeded())
                .isFalse();
        assertThat(apply(mutateIf(Condition.unchanged("a", 1), put("a", 2))).succeeded())
                .isTrue();
        assertThat(apply(mutateIf(Condition.unchanged("a", 1), put("a", 3))).succeeded())
                .isFalse();
        assertThat(apply(mutateIf(Condition.absent("a"), put("a", 3))).succeeded())
                .isFalse();
    }

    @Test
    void aKeyThatIsPutAgainAfterItsDeletionIsNew() {
        apply(mutate(put("a", 1)));
        apply(mutate(Mutation.delete("a")));
        apply(mutate(put("a", 2)));
        assertThat(state.range(new RangeRequest("a", null, 1)).entries())
                .containsExactly(new Entry("a", value(2), 3, 3));
    }

    @Test
    void claimTakesTheFirstCandidateWhoseKeysAreAllAbsent() {
        apply(mutate(put("tcp/1", "other"), put("udp/2", "other")));
        Claim both = new Claim(
                List.of(List.of("tcp/1", "udp/1"), List.of("tcp/2", "udp/2"), List.of("tcp/3", "udp/3")),
                value("mine"));
        Outcome outcome =
                apply(new Transaction(null, null, null, NOON, List.of(), List.of(both), List.of(put("i", 1))));
        assertThat(outcome.claimed()).containsExactly(2);
        assertThat(outcome.claimedKeys()).containsExactly("tcp/3", "udp/3");
        assertThat(keys("")).containsExactly("i", "tcp/1", "tcp/3", "udp/2", "udp/3");
    }

    @Test
    void claimSeesWhatEarlierClaimsOfTheSameTransactionPut() {
        Claim claim = new Claim(List.of(List.of("p/1"), List.of("p/2")), value("mine"));
        Transaction two = new Transaction(null, null, null, NOON, List.of(), List.of(claim, claim), List.of());
        assertThat(apply(two).claimedKeys()).containsExactly("p/1", "p/2");
        assertThat(apply(two)).satisfies(refused -> {
            assertThat(refused.succeeded()).isFalse();
            assertThat(refused.failedClaim()).isZero();
            assertThat(refused.claimed()).isEmpty();
        });
    }

    @Test
    void nothingIsChangedWhereALaterClaimFindsNothing() {
        apply(mutate(put("p/2", "other")));
        Claim free = new Claim(List.of(List.of("p/1")), value("mine"));
        Claim taken = new Claim(List.of(List.of("p/2")), value("mine"));
        Outcome refused =
                apply(new Transaction(null, null, null, NOON, List.of(), List.of(free, taken), List.of(put("i", 1))));
        assertThat(refused.failedClaim()).isEqualTo(1);
        assertThat(keys("")).containsExactly("p/2");
    }

    @Test
    void aRepeatGetsTheFirstOutcomeAndItsMemo() {
        Outcome first = apply(asked("r1", "f", NOON, put("a", 1)));
        Outcome again = apply(asked("r1", "f", NOON.plusSeconds(5), put("a", 2)));
        assertThat(first.repeated()).isFalse();
        assertThat(again.repeated()).isTrue();
        assertThat(again.revision()).isEqualTo(first.revision());
        assertThat(again.memo()).isEqualTo(value("memo of r1"));
        assertThat(state.revision()).isEqualTo(1);
        assertThat(state.outcome(new OutcomeQuery("r1", null)).outcome()).isEqualTo(again);
        assertThat(state.outcome(new OutcomeQuery("r2", null)).outcome()).isNull();
    }

    @Test
    void aRequestIdWithAnotherFingerprintIsRefused() {
        apply(asked("r1", "f", NOON, put("a", 1)));
        assertThatThrownBy(() -> apply(asked("r1", "g", NOON, put("a", 1))))
                .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                        .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED));
        assertThat(apply(asked("r1", null, NOON, put("a", 1))).repeated()).isTrue();
    }

    @Test
    void whatWasRefusedMayBeAskedAgainUnderTheSameId() {
        apply(mutate(put("a", 1)));
        Transaction ifAbsent = new Transaction(
                "r1", null, null, NOON, List.of(Condition.absent("a")), List.of(), List.of(put("a", 2)));
        assertThat(apply(ifAbsent).succeeded()).isFalse();
        apply(mutate(Mutation.delete("a")));
        assertThat(apply(ifAbsent)).satisfies(made -> {
            assertThat(made.succeeded()).isTrue();
            assertThat(made.repeated()).isFalse();
        });
    }

    @Test
    void requestIdsAreForgottenAfterADay() {
        apply(asked("r", null, NOON, put("a", 1)));
        askedEachMinute(24 * 60);
        assertThat(apply(asked("r", null, NOON, put("a", 2))).repeated()).isTrue();
        askedEachMinute(24 * 60 + 1);
        assertThat(apply(asked("r", null, NOON, put("a", 3))).repeated()).isFalse();
    }

    private void askedEachMinute(int minutes) {
        for (int i = 1; i <= minutes; i++) {
            apply(asked("r" + i, null, NOON.plus(Duration.ofMinutes(i)), put("b", i)));
        }
    }

    @Test
    void aNodeWithAWrongClockMakesNoRequestForgotten() {
        apply(asked("r1", null, NOON, put("a", 1)));
        apply(asked("ahead", null, NOON.plus(Duration.ofDays(3_650)), put("b", 1)));
        apply(asked("behind", null, Instant.EPOCH, put("b", 2)));
        apply(asked("r2", null, NOON.plusSeconds(1), put("a", 2)));

        assertThat(List.of("r1", "ahead", "behind", "r2")).allSatisfy(id -> assertThat(
                        apply(asked(id, null, NOON, put("a", 3))).repeated())
                .isTrue());
    }

    @Test
    void anAttemptThatCameTwiceIsMadeOnce() {
        Command attempt = new Command("attempt-1", claim("mine", List.of("p/1", "p/2")));
        Outcome first = state.apply(attempt);
        assertThat(state.apply(attempt)).isEqualTo(first);
        assertThat(keys("p/")).containsExactly("p/1");
    }

    @Test
    void changesTellPutsAndDeletionsByRevision() {
        apply(mutate(put("a", 1)));
        apply(mutate(Mutation.delete("a"), Mutation.delete("never"), put("b", 2)));
        assertThat(state.changes(1).changes())
                .containsExactly(new Change(2, "a", null), new Change(2, "b", new Entry("b", value(2), 2, 2)));
        assertThat(state.changes(2).changes()).isEmpty();
        assertThat(state.changes(9))
                .satisfies(ahead -> assertThat(ahead.revision()).isEqualTo(2));
    }

    @Test
    void changesBehindACompactedRevisionAreRefused() {
        KeyValueState small = state(2);
        for (int i = 1; i <= 5; i++) {
            small.apply(new Command(null, mutate(put("k" + i, i))));
        }
        assertThat(small.compactedRevision()).isEqualTo(3);
        assertThat(small.changes(3).changes()).hasSize(2);
        assertThatThrownBy(() -> small.changes(2))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.REVISION_COMPACTED));
    }

    @Test
    void pagesFollowOneAnother() {
        apply(mutate(put("a/1", 1), put("a/2", 2), put("a/3", 3), put("b", 4)));
        RangePage first = state.range(new RangeRequest("a/", null, 2));
        assertThat(first.entries()).extracting(Entry::key).containsExactly("a/1", "a/2");
        RangePage second = state.range(new RangeRequest("a/", first.next(), 2));
        assertThat(second.entries()).extracting(Entry::key).containsExactly("a/3");
        assertThat(second.next()).isNull();
    }

    @Test
    void aSnapshotBringsBackKeysAndRequestIds() throws IOException {
        apply(asked("r1", "f", NOON, put("a", 1)));
        state.apply(new Command("attempt-1", mutate(put("ü", 2))));
        byte[] written = written(state);
        KeyValueState restored = state(10);
        Snapshot.read(new ByteArrayInputStream(written), restored);
        assertThat(written(restored)).isEqualTo(written);
        assertThat(restored.revision()).isEqualTo(2);
        assertThat(restored.compactedRevision()).isEqualTo(2);
        assertThat(restored.apply(new Command(null, asked("r1", "f", NOON))).repeated())
                .isTrue();
    }

    @Test
    void aDamagedSnapshotIsRefusedAndChangesNothing() throws IOException {
        apply(mutate(put("a", "some text"), put("b", "more text")));
        byte[] written = written(state);
        for (int i = 0; i < written.length; i++) {
            byte[] damaged = written.clone();
            damaged[i] ^= 0x10;
            KeyValueState other = state(10);
            assertThatThrownBy(() -> Snapshot.read(new ByteArrayInputStream(damaged), other))
                    .isInstanceOf(IOException.class);
            assertThat(other.revision()).isZero();
        }
    }

    static byte[] written(KeyValueState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Snapshot.write(state, bytes);
        return bytes.toByteArray();
    }
}
