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
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.Claim;
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
import static io.lotse.ledger.Commands.settled;
import static io.lotse.ledger.Commands.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What every store must do. Tests of one store share it: each works under a prefix of its own. */
public abstract class StoreConformance {
    /** Most take milliseconds, an election a few seconds; a machine that does much else needs many times that. */
    static final Duration SOON = Duration.ofSeconds(60);

    private final String prefix = getClass().getSimpleName() + "/" + System.nanoTime() + "/";

    /** The store under test, as it is used by one node. */
    abstract Store store();

    /** The same ledger as another node uses it; the same store where there is no other. */
    abstract Store other();

    static <T> T get(Future<T> future) {
        try {
            return future.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + SOON, e);
        }
    }

    private Outcome commit(Transaction transaction) {
        return get(settled(store(), transaction));
    }

    private RangePage range(Store from) {
        return get(from.range(new RangeRequest(prefix, null, 1_000)));
    }

    /** A node tells the changes that it has seen: that may be a moment behind the acknowledgement. */
    private Changes changes(long after, long upTo) {
        return await().atMost(SOON)
                .until(() -> get(store().changes(new ChangesRequest(after))), c -> c.revision() >= upTo);
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
    void aCandidateIsFreeOnlyWhereItsRivalsAreAbsentTooAndPutsNoneOfThem() {
        commit(mutate(put(prefix + "rival/1", 1)));
        Claim claim = new Claim(
                List.of(List.of(prefix + "port/1"), List.of(prefix + "port/2")),
                value("mine"),
                List.of(List.of(prefix + "rival/0", prefix + "rival/1"), List.of(prefix + "rival/2")));
        Outcome made = commit(new Transaction(null, null, null, NOON, List.of(), List.of(claim), List.of()));
        assertThat(made.claimed()).containsExactly(1);
        assertThat(made.claimedKeys()).containsExactly(prefix + "port/2");
        assertThat(range(other()).entries())
                .extracting(Entry::key)
                .containsExactly(prefix + "port/2", prefix + "rival/1");
    }

    @Test
    void theRivalsOfALaterClaimCountWhatAnEarlierOneOfTheSameTransactionPuts() {
        Claim first = new Claim(List.of(List.of(prefix + "port/1")), value("mine"));
        Claim second =
                new Claim(List.of(List.of(prefix + "port/2")), value("mine"), List.of(List.of(prefix + "port/1")));
        Outcome refused = commit(new Transaction(null, null, null, NOON, List.of(), List.of(first, second), List.of()));
        assertThat(refused.failedClaim()).isEqualTo(1);
        assertThat(range(store()).entries()).isEmpty();
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
            commits.add(settled(store(), mutate(put(prefix + i % 7, i))));
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
    void eachOfManyAtOnceHasItsOwnOutcome() {
        commit(asked(prefix + "id", "f", NOON, put(prefix + "a", 1)));
        List<Future<Outcome>> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Store from = i % 2 == 0 ? store() : other();
            many.add(
                    switch (i % 4) {
                        case 0 -> from.commit(mutateIf(Condition.absent(prefix + "a"), put(prefix + "never", i)));
                        case 1 -> from.commit(asked(prefix + "id", "other", NOON, put(prefix + "never", i)));
                        case 2 -> from.commit(claim("late", List.of(prefix + "a")));
                        default -> from.commit(mutate(put(prefix + "made/" + i, i)));
                    });
        }
        for (int i = 0; i < 60; i++) {
            Future<Outcome> one = many.get(i);
            switch (i % 4) {
                case 0 -> assertThat(get(one).failedKey()).isEqualTo(prefix + "a");
                case 1 ->
                    assertThatThrownBy(() -> get(one))
                            .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                                    .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED));
                case 2 -> assertThat(get(one).failedClaim()).isZero();
                default -> assertThat(get(one).succeeded()).isTrue();
            }
        }
        assertThat(range(store()).entries()).hasSize(16).noneMatch(e -> e.key().endsWith("never"));
    }

    @Test
    void revisionsHaveNoGapsWhoeverMakesThem() {
        long before = commit(mutate()).revision();
        List<Future<Outcome>> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(settled(i % 2 == 0 ? store() : other(), mutate(put(prefix + i, i))));
        }
        List<Long> made = many.stream().map(f -> get(f).revision()).sorted().toList();
        assertThat(made).doesNotHaveDuplicates();
        assertThat(made.get(99) - before).isEqualTo(100);
        Changes changes = changes(before, before + 100);
        for (Change change : changes.changes()) {
            int i = Integer.parseInt(change.key().substring(prefix.length()));
            assertThat(change.revision()).isEqualTo(get(many.get(i)).revision());
        }
        assertThat(changes.changes()).hasSize(100).extracting(Change::revision).isSorted();
    }

    @Test
    void aTransactionThatChangesNothingMakesARevision() {
        long before = commit(mutate()).revision();
        assertThat(commit(mutate(Mutation.delete(prefix + "never"))).revision()).isEqualTo(before + 1);
        Changes changes = changes(before, before + 1);
        assertThat(changes.revision()).isEqualTo(before + 1);
        assertThat(changes.changes()).isEmpty();
    }

    @Test
    void aKeyKeepsTheRevisionThatMadeItUntilItIsDeleted() {
        long first = commit(mutate(put(prefix + "a", 1))).revision();
        long second = commit(mutate(put(prefix + "a", 2))).revision();
        assertThat(range(other()).entries()).containsExactly(new Entry(prefix + "a", value(2), first, second));
        // within one transaction the key was there before it
        long third = commit(mutate(Mutation.delete(prefix + "a"), put(prefix + "a", 3)))
                .revision();
        assertThat(range(other()).entries()).containsExactly(new Entry(prefix + "a", value(3), first, third));
        commit(mutate(Mutation.delete(prefix + "a")));
        long last = commit(mutate(put(prefix + "a", 4))).revision();
        assertThat(range(other()).entries()).containsExactly(new Entry(prefix + "a", value(4), last, last));
    }

    @Test
    void aPrefixMeansTheBeginningOfTheKeyWhateverFollows() {
        String ship = "\uD83D\uDEA2";
        List<String> keys = List.of(
                "a", "a%", "a/", "a/\u00e4", "a/b", "a0", "a\uD7FF", "a\uE000", "a\uFFFF", "a" + ship, "A", "b");
        commit(mutate(keys.stream().map(k -> put(prefix + k, k)).toArray(Mutation[]::new)));
        for (String begin : List.of("", "a", "a/", "a%", "a\uD7FF", "a\uFFFF", "a" + ship, "b", "c")) {
            List<String> expected =
                    keys.stream().filter(k -> k.startsWith(begin)).toList();
            List<String> found = new ArrayList<>();
            String after = null;
            do {
                RangePage page = get(store().range(new RangeRequest(prefix + begin, after, 2)));
                assertThat(page.entries().size()).isLessThanOrEqualTo(2);
                page.entries().forEach(e -> found.add(e.key().substring(prefix.length())));
                after = page.next();
            } while (after != null);
            assertThat(found).as("behind %s", begin).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(get(store().range(new RangeRequest(prefix + "a/", prefix + "a/b", 5)))
                        .entries())
                .extracting(e -> e.key().substring(prefix.length()))
                .containsExactly("a/\u00e4");
    }

    @Test
    void valuesComeBackAsTheyWere() {
        JsonObject odd = new JsonObject(
                """
                {"": null, "nul": "\\u0000", "text": "\\u00e4 \\ud83d\\udea2 \\" \\\\ '$1' \\n", "int": 1, "long": 9007199254740993,
                 "real": 1.5, "tiny": 1.0E-300, "list": [[], {}, null, true], "__proto__": {"a": {"b": [1, "2"]}}}""");
        commit(mutate(new Mutation(prefix + "odd", odd.getMap())));
        assertThat(range(other()).entries())
                .singleElement()
                .satisfies(e -> assertThat(new JsonObject(e.value()).encode()).isEqualTo(odd.encode()));
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
