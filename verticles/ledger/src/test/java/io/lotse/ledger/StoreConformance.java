package io.lotse.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerStatus;
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
import static org.awaitility.Awaitility.await;

/** What every store must do. Tests of one store share it: each works under a prefix of its own. */
public abstract class StoreConformance {
    static final Duration SOON = Duration.ofSeconds(10);

    private final String prefix = getClass().getSimpleName() + "/" + System.nanoTime() + "/";

    /** The store under test, as it is used by one node. */
    abstract Store store();

    /** The same ledger as another node uses it; the same store where there is no other. */
    abstract Store other();

    static <T> T get(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within 20 s", e);
        }
    }

    private Outcome commit(Transaction transaction) {
        return get(store().commit(transaction));
    }

    private RangePage range(Store from) {
        return get(from.range(new RangeRequest(prefix, null, 1_000)));
    }

    @Test
    void whatWasAcknowledgedIsReadEverywhere() {
        Outcome made = commit(mutate(put(prefix + "a", 1), put(prefix + "b", 2)));
        assertThat(made.succeeded()).isTrue();
        List<Entry> expected = List.of(
                new Entry(prefix + "a", value(1), made.revision(), made.revision()),
                new Entry(prefix + "b", value(2), made.revision(), made.revision()));
        assertThat(range(store()).entries()).isEqualTo(expected);
        assertThat(range(other()).entries()).isEqualTo(expected);
        assertThat(range(other()).revision()).isGreaterThanOrEqualTo(made.revision());
    }

    @Test
    void aConditionThatDoesNotHoldIsAnOutcome() {
        Outcome made = commit(mutate(put(prefix + "a", 1)));
        Outcome refused = commit(mutateIf(Condition.absent(prefix + "a"), put(prefix + "a", 2)));
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.failedKey()).isEqualTo(prefix + "a");
        Outcome unchanged =
                commit(mutateIf(Condition.unchanged(prefix + "a", made.revision()), Mutation.delete(prefix + "a")));
        assertThat(unchanged.succeeded()).isTrue();
        assertThat(range(store()).entries()).isEmpty();
    }

    @Test
    void claimsAtTheSameTimeGetAKeyEach() {
        List<String> ports =
                IntStream.range(0, 20).mapToObj(i -> prefix + "port/" + i).toList();
        List<Future<Outcome>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Store from = i % 2 == 0 ? store() : other();
            claims.add(from.commit(claim("owner-" + i, ports)));
        }
        Set<String> claimed =
                claims.stream().map(f -> get(f).claimedKeys().get(0)).collect(Collectors.toSet());
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(ports);
        assertThat(commit(claim("late", ports)).failedClaim()).isZero();
    }

    @Test
    void aRepeatOnAnotherNodeGetsTheFirstOutcome() {
        Transaction transaction = asked(prefix + "id", "f", NOON, put(prefix + "a", 1));
        Outcome first = commit(transaction);
        Outcome again = get(other().commit(transaction));
        assertThat(again.repeated()).isTrue();
        assertThat(again.revision()).isEqualTo(first.revision());
        assertThat(again.memo()).isEqualTo(transaction.memo());
        assertThat(get(other().outcome(new OutcomeQuery(prefix + "id", "f"))).outcome())
                .isEqualTo(again);
        assertThat(get(store().outcome(new OutcomeQuery(prefix + "never", null)))
                        .outcome())
                .isNull();
        assertThatThrownBy(() -> get(store().commit(asked(prefix + "id", "g", NOON))))
                .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                        .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void changesAreToldInOrderWithNoneMissing() {
        List<Changes> told = new CopyOnWriteArrayList<>();
        other().onChange(told::add);
        List<Future<Outcome>> commits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            commits.add(store().commit(mutate(put(prefix + i % 7, i))));
        }
        long last = commits.stream().mapToLong(f -> get(f).revision()).max().orElseThrow();
        await().atMost(SOON)
                .until(() -> !told.isEmpty() && told.get(told.size() - 1).revision() >= last);
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i).after()).isEqualTo(told.get(i - 1).revision());
        }
        TreeMap<String, Entry> followed = new TreeMap<>();
        told.stream()
                .flatMap(c -> c.changes().stream())
                .filter(c -> c.key().startsWith(prefix))
                .forEach(c -> followed.put(c.key(), c.entry()));
        assertThat(followed.values()).containsExactlyElementsOf(range(store()).entries());
    }

    @Test
    void changesBehindARevisionCanBeAskedFor() {
        long before = commit(mutate(put(prefix + "a", 1))).revision();
        long after = commit(mutate(Mutation.delete(prefix + "a"))).revision();
        await().atMost(SOON).untilAsserted(() -> {
            Changes changes = get(other().changes(new ChangesRequest(before)));
            assertThat(changes.after()).isEqualTo(before);
            assertThat(changes.revision()).isGreaterThanOrEqualTo(after);
            assertThat(changes.changes()).anySatisfy(c -> {
                assertThat(c.key()).isEqualTo(prefix + "a");
                assertThat(c.entry()).isNull();
            });
        });
        long ahead = after + 1_000_000;
        assertThat(get(other().changes(new ChangesRequest(ahead))).revision()).isLessThan(ahead);
    }

    @Test
    void aLargeTransactionIsMadeAndOneThatIsTooLargeRefused() {
        String large = "x".repeat(1_200_000);
        for (int i = 0; i < 5; i++) {
            assertThat(commit(mutate(put(prefix + i, large))).succeeded()).isTrue();
        }
        RangePage page = range(other());
        assertThat(page.next()).isNotNull();
        RangePage rest = get(other().range(new RangeRequest(prefix, page.next(), 1_000)));
        assertThat(page.entries().size() + rest.entries().size()).isEqualTo(5);
        assertThatThrownBy(() -> commit(mutate(put(prefix + "a", large + large))))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_REQUEST));
    }

    @Test
    void statusTellsLedgerLeaderAndRevision() {
        long revision = commit(mutate(put(prefix + "a", 1))).revision();
        await().atMost(SOON).untilAsserted(() -> {
            LedgerStatus status = other().status();
            assertThat(status.revision()).isGreaterThanOrEqualTo(revision);
            assertThat(status.leader()).isNotNull();
            assertThat(status.inTouch()).isTrue();
            assertThat(status.ledger()).isEqualTo(store().describe());
        });
    }
}
