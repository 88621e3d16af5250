package io.lotse.observer;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.contracts.verdicts.VerdictPage;
import io.lotse.contracts.verdicts.VerdictQuery;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictBookTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final VerdictBook book = new VerdictBook();

    @Test
    void whatIsReachedOnceIsNotTold() {
        assertThat(book.judged(List.of(verdict("orders")), at(0)).reached()).isEmpty();
        assertThat(book.judged(List.of(), at(1)).ended()).isEmpty();
        assertThat(book.judged(List.of(verdict("orders")), at(2)).reached()).isEmpty();
        assertThat(book.holding()).isEmpty();
    }

    @Test
    void whatIsReachedTwiceInARowIsToldOnceAndKeepsItsBeginning() {
        book.judged(List.of(verdict("orders")), at(0));

        assertThat(book.judged(List.of(verdict("orders")), at(1)).reached())
                .extracting(Verdict::since)
                .containsExactly(at(1));
        assertThat(book.judged(List.of(verdict("orders")), at(2)).reached()).isEmpty();
        assertThat(book.holding()).extracting(Verdict::since, Verdict::at).containsExactly(tuple(at(1), at(2)));
    }

    @Test
    void itEndsOnceItIsMissedThreeTimesInARowAndIsStillShownToWhoAsks() {
        hold("orders");
        book.judged(List.of(), at(2));
        book.judged(List.of(verdict("orders")), at(3));
        book.judged(List.of(), at(4));
        book.judged(List.of(), at(5));
        assertThat(book.holding()).hasSize(1);

        assertThat(book.judged(List.of(), at(6)).ended())
                .extracting(Verdict::ended)
                .containsExactly(at(6));
        assertThat(page(null, null, 10).items()).isEmpty();
        assertThat(page(true, null, 10).items()).hasSize(1);
    }

    @Test
    void aNodeThatTakesOverGoesOnWithWhatItHeard() {
        book.heard(List.of(verdict("orders")));

        assertThat(book.judged(List.of(verdict("orders")), at(1)).reached()).isEmpty();
        assertThat(book.holding()).hasSize(1);
    }

    @Test
    void pagesLoseAndDoubleNothing() {
        hold("orders", "users", "stock");

        VerdictPage first = page(null, null, 2);
        VerdictPage second = page(null, first.next(), 2);

        assertThat(first.items()).hasSize(2);
        assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isNull();
    }

    private VerdictPage page(Boolean ended, String cursor, int limit) {
        return book.page(new VerdictQuery(null, null, null, ended, cursor, limit));
    }

    private void hold(String... services) {
        List<Verdict> all =
                List.of(services).stream().map(VerdictBookTest::verdict).toList();
        book.judged(all, at(0));
        book.judged(all, at(1));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private static Instant at(int minute) {
        return NOON.plusSeconds(60L * minute);
    }

    private static Verdict verdict(String service) {
        return new Verdict(
                "bottleneck:" + service,
                VerdictKind.BOTTLENECK,
                service,
                null,
                "slow",
                NOON,
                NOON,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
