package io.lotse.meshview;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

class MeshViewTest {
    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final MeshView view = new MeshView(clock);

    @Test
    void isStaleThreeSecondsAfterTheLedgerConfirmedItLast() {
        assertThat(view.freshness().stale()).isTrue();

        view.confirmed();
        clock.advance(MeshView.STALE_AFTER);
        assertThat(view.freshness()).isEqualTo(new Freshness(false, 0, MeshView.STALE_AFTER));

        clock.advance(Duration.ofMillis(1));
        assertThat(view.freshness().stale()).isTrue();
        view.confirmed();
        assertThat(view.freshness().stale()).isFalse();
    }

    @Test
    void tellsItsListenersWhichServicesChangedEvenIfOneOfThemFails() {
        List<Set<String>> told = new ArrayList<>();
        view.onChange(change -> {
            throw new IllegalStateException("a listener with a bug");
        });
        view.onChange(change -> told.add(change.services()));

        view.apply(List.of(Samples.instance(1, "a", "orders")), 1);

        assertThat(told).containsExactly(Set.of("orders"));
    }

    @Test
    void letsAWriterWaitForItsOwnWrite() {
        Future<MeshSnapshot> waiting = view.reached(2, Duration.ofMinutes(1));
        view.apply(List.of(Samples.instance(1, "a", "orders")), 1);
        assertThat(waiting.isComplete()).isFalse();

        view.apply(List.of(Samples.instance(2, "b", "orders")), 2);

        assertThat(join(waiting).revision()).isEqualTo(2);
        assertThat(join(view.reached(1, Duration.ofMinutes(1))).revision()).isEqualTo(2);
    }

    @Test
    void doesNotLetItWaitForEver() {
        Future<MeshSnapshot> waiting = view.reached(2, Duration.ofMillis(1));

        Throwable failure = join(waiting.<Throwable>map(s -> null).recover(Future::succeededFuture));

        assertThat(failure).isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code())
                .isEqualTo(ProblemCode.OUTCOME_UNKNOWN));
    }

    @Test
    void forgetsHeartbeatsOfInstancesThatAreGone() {
        LastHeartbeats heartbeats = view.lastHeartbeats();
        heartbeats.heard("a", Samples.NOON);
        heartbeats.heard("a", Samples.NOON.minusSeconds(1));
        heartbeats.heard("b", Samples.NOON);

        heartbeats.retain(Set.of("a"));

        assertThat(heartbeats.of("a")).contains(Samples.NOON);
        assertThat(heartbeats.of("b")).isEmpty();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
