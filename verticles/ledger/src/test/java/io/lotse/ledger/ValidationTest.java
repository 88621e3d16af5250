package io.lotse.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;

import static io.lotse.ledger.Commands.NOON;
import static io.lotse.ledger.Commands.asked;
import static io.lotse.ledger.Commands.mutate;
import static io.lotse.ledger.Commands.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValidationTest {
    private static final String HALF = "\uD83D";

    /** Such a time has no milliseconds: the change was made, answered as failed, and made again at a repeat. */
    @ParameterizedTest
    @ValueSource(
            strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void refusesATimeThatNoClockShows(String time) {
        assertRefused("proposed_at", asked("r", null, Instant.parse(time), put("a", 1)));
    }

    /** It would be kept under another key, which others may share. */
    @Test
    void refusesAKeyWithHalfACharacter() {
        assertRefused("mutations", mutate(put("instance/" + HALF, 1)));
    }

    @Test
    void refusesAValueWithHalfACharacter() {
        assertRefused("mutations", mutate(put("a", Map.of("deep", List.of("x" + HALF)))));
        assertRefused("mutations", mutate(new Mutation("a", Map.of(HALF, 1))));
        assertRefused("request_id", asked(HALF, null, NOON, put("a", 1)));
    }

    /** What could be written but never be told would hold up every view for ever. */
    @Test
    void refusesAValueThatNoAnswerCouldCarry() {
        assertRefused("mutations", mutate(put("a", nested(101))));
    }

    @Test
    void takesWhatCanBeToldAgain() {
        Transaction deep = mutate(put("a", nested(99)), put("\uD83D\uDEA2", 1));
        assertThatCode(() -> Validation.check(deep)).doesNotThrowAnyException();

        KeyValueState state = new KeyValueState(new ChangeHistory(10, 1 << 20));
        state.apply(Wire.read(Wire.bytes(new Command("a", deep)), Command.class));
        Changes told = state.changes(0);

        assertThat(Wire.read(Wire.bytes(Reply.of(told, null)), Reply.class).changes())
                .isEqualTo(told);
    }

    private static Object nested(int depth) {
        return depth == 0 ? 1 : List.of(nested(depth - 1));
    }

    private static void assertRefused(String field, Transaction transaction) {
        assertThatExceptionOfType(ContractException.class)
                .isThrownBy(() -> Validation.check(transaction))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_REQUEST))
                .satisfies(e -> assertThat(e.errors().get(0).field()).isEqualTo(field));
    }
}
