package io.lotse.meshview;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MeshViewFeedTest extends ScriptedLedgerSetup {
    @Test
    void beginsWithWhatTheLedgerHoldsAndIsFresh() {
        feed();

        assertThat(view.snapshot().revision()).isEqualTo(1);
        assertThat(view.snapshot().instance("a")).isPresent();
        await().until(() -> !view.freshness().stale());
    }

    @Test
    void isUpToDateAtTheStartThoughTheLedgerAnswersInParts() {
        ledger.makeUntold(Samples.instance(2, "b", "orders"));
        ledger.makeUntold(Samples.instance(3, "c", "orders"));
        ledger.part = 1;

        feed();

        assertThat(view.snapshot().instances()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void followsWhatIsTold() {
        feed();

        ledger.make(Samples.instance(2, "b", "orders"));

        join(view.reached(2, Duration.ofSeconds(60)));
        assertThat(view.snapshot().instances()).containsOnlyKeys("a", "b");
        assertThat(ledger.rangesRead).hasValue(0);
    }

    @Test
    void fillsAGapBeforeItGoesOn() {
        feed();
        ledger.makeUntold(Samples.instance(2, "b", "orders"));

        ledger.make(Samples.instance(3, "c", "orders"));

        join(view.reached(3, Duration.ofSeconds(60)));
        assertThat(view.snapshot().instances()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void takesEachChangeOnceWhenTheyOverlapOrComeOutOfOrder() {
        feed();
        ledger.makeUntold(Samples.instance(2, "b", "orders"));
        ledger.makeUntold(Samples.delete(3, "instance/b"));

        ledger.tell(2, Samples.delete(3, "instance/b"));
        ledger.tell(1, Samples.instance(2, "b", "orders"));

        join(view.reached(3, Duration.ofSeconds(60)));
        ledger.make(Samples.instance(4, "c", "orders"));
        join(view.reached(4, Duration.ofSeconds(60)));
        assertThat(view.snapshot().instances()).containsOnlyKeys("a", "c");
    }

    @Test
    void readsEverythingAnewWhereTheHistoryIsGone() {
        feed();
        ledger.makeUntold(Samples.delete(2, "instance/a"));
        ledger.makeUntold(Samples.instance(3, "b", "orders"));
        ledger.compact();

        ledger.check(true);

        join(view.reached(3, Duration.ofSeconds(60)));
        assertThat(view.snapshot().instances()).containsOnlyKeys("b");
        assertThat(ledger.rangesRead).hasValue(1);
    }

    @Test
    void noticesByTheRegularCheckWhatItWasNotTold() {
        feed();
        ledger.makeUntold(Samples.instance(2, "b", "orders"));

        ledger.check(true);

        join(view.reached(2, Duration.ofSeconds(60)));
        assertThat(view.snapshot().instances()).containsOnlyKeys("a", "b");
    }

    @Test
    void replacesAViewFromAFileEvenIfTheLedgerIsYounger() {
        view.restore(MeshSnapshot.EMPTY.apply(List.of(Samples.instance(90, "old", "orders")), 90), Samples.NOON);

        feed();

        assertThat(view.snapshot().revision()).isEqualTo(1);
        assertThat(view.snapshot().instances()).containsOnlyKeys("a");
    }

    private void feed() {
        join(new MeshViewFeed(vertx, view).start());
    }
}
