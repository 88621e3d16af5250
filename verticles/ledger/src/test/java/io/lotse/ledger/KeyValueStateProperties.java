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

import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

import static io.lotse.ledger.Commands.NOON;
import static io.lotse.ledger.Commands.value;
import static org.assertj.core.api.Assertions.assertThat;

/** Any sequence of transactions does what a naive model says, and the same on every state. */
class KeyValueStateProperties {

    /** Copies everything for every transaction, and knows nothing of history or bytes. */
    private static final class Model {
        private Map<String, Entry> keys = new TreeMap<>();
        private long revision;

        private boolean apply(Transaction transaction) {
            for (Condition c : transaction.conditions()) {
                Entry held = keys.get(c.key());
                boolean holds = c.modRevision() == -1
                        ? held != null
                        : c.modRevision() == (held == null ? 0 : held.modRevision());
                if (!holds) {
                    return false;
                }
            }
            Map<String, Entry> next = new TreeMap<>(keys);
            for (Claim claim : transaction.claims()) {
                List<String> free = claim.candidates().stream()
                        .filter(candidate -> candidate.stream().noneMatch(next::containsKey))
                        .findFirst()
                        .orElse(null);
                if (free == null) {
                    return false;
                }
                free.forEach(key -> put(next, key, claim.value()));
            }
            for (Mutation m : transaction.mutations()) {
                if (m.value() == null) {
                    next.remove(m.key());
                } else {
                    put(next, m.key(), m.value());
                }
            }
            keys = next;
            revision++;
            return true;
        }

        private void put(Map<String, Entry> next, String key, Map<String, Object> value) {
            Entry before = keys.get(key);
            next.put(key, new Entry(key, value, before == null ? revision + 1 : before.createRevision(), revision + 1));
        }
    }

    @Property(tries = 300)
    void doesWhatTheModelSays(@ForAll("sequences") List<Transaction> transactions) {
        Model model = new Model();
        KeyValueState state = newState();
        Map<String, Entry> followed = new TreeMap<>();
        for (Transaction transaction : transactions) {
            long before = state.revision();
            Outcome outcome = state.apply(new Command(null, transaction));
            assertThat(outcome.succeeded()).isEqualTo(model.apply(transaction));
            assertThat(state.revision()).isEqualTo(model.revision);
            assertThat(state.range(new RangeRequest("", null, 1_000)).entries())
                    .containsExactlyElementsOf(model.keys.values());
            for (Change change : state.changes(before).changes()) {
                if (change.entry() == null) {
                    followed.remove(change.key());
                } else {
                    followed.put(change.key(), change.entry());
                }
            }
            assertThat(followed).isEqualTo(model.keys);
        }
    }

    @Property(tries = 100)
    void sameCommandsGiveTheSameBytesAlsoAcrossASnapshot(@ForAll("sequences") List<Transaction> transactions)
            throws IOException {
        KeyValueState one = newState();
        KeyValueState other = newState();
        for (int i = 0; i < transactions.size(); i++) {
            Command command = new Command("attempt-" + i, transactions.get(i));
            one.apply(command);
            other.apply(Wire.read(Wire.bytes(command), Command.class));
            if (i % 7 == 0) {
                KeyValueState restored = newState();
                Snapshot.read(new ByteArrayInputStream(KeyValueStateTest.written(other)), restored);
                other = restored;
            }
        }
        assertThat(KeyValueStateTest.written(other)).isEqualTo(KeyValueStateTest.written(one));
    }

    private static KeyValueState newState() {
        return new KeyValueState(new ChangeHistory(1_000, 1 << 20));
    }

    @Provide
    Arbitrary<List<Transaction>> sequences() {
        Arbitrary<String> key = Arbitraries.of("a", "b", "c", "d", "e");
        Arbitrary<Condition> condition =
                Combinators.combine(key, Arbitraries.of(-1L, 0L, 1L, 2L, 3L)).as(Condition::new);
        Arbitrary<Claim> claim = Combinators.combine(
                        key.list()
                                .uniqueElements()
                                .ofMinSize(1)
                                .ofMaxSize(2)
                                .list()
                                .ofMaxSize(3),
                        Arbitraries.integers().between(0, 9))
                .as((candidates, v) -> new Claim(candidates, value(v)));
        Arbitrary<Mutation> mutation = Combinators.combine(
                        key, Arbitraries.integers().between(0, 9).injectNull(0.4))
                .as((k, v) -> new Mutation(k, v == null ? null : value(v)));
        return Combinators.combine(
                        condition.list().ofMaxSize(1),
                        claim.list().ofMaxSize(2),
                        mutation.list().ofMaxSize(3))
                .as((conditions, claims, mutations) ->
                        new Transaction(null, null, null, NOON, conditions, claims, mutations))
                .list()
                .ofMaxSize(25)
                .map(ArrayList::new);
    }
}
