package io.lotse.registry;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;

class SilenceWatchTest {
    /** The development environment's, by default, and what heartbeats that other nodes heard need. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30).plus(SilenceWatch.GRACE);

    private static final Duration TICK = Duration.ofMillis(250);
    private static Vertx vertx;
    private static TestLedger ledger;
    private static MeshSnapshot mesh;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SilenceWatch watch = new SilenceWatch(nanos::get);

    @BeforeAll
    static void putInstances() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx, Clock.systemUTC());
        mesh = ledger.put(
                Mutation.put(LedgerKeys.instance("a"), Instances.registered("a", true, List.of())),
                Mutation.put(LedgerKeys.instance("b"), Instances.registered("b", true, List.of())),
                Mutation.put(LedgerKeys.instance("never"), Instances.registered("never", false, List.of())));
    }

    @AfterAll
    static void stop() {
        ledger.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsInstancesThatWereSilentForTheTimeoutButNotThoseThatNeverSentAHeartbeat() {
        watch.heard("a");
        watch.heard("b");
        pass(TIMEOUT.minus(TICK));
        watch.heard("b");

        assertThat(silent()).isEmpty();
        pass(TICK);
        assertThat(silent()).containsExactly("a");
    }

    @Test
    void givesEverybodyAFullTimeoutAfterItStartsOver() {
        watch.heard("a");
        pass(TIMEOUT.minus(TICK));

        watch.startOver();
        pass(TIMEOUT.minus(TICK));

        assertThat(silent()).isEmpty();
        pass(TICK);
        assertThat(silent()).containsExactly("a", "b");
    }

    @Test
    void givesEverybodyAFullTimeoutAfterItWasPausedItself() {
        watch.heard("a");
        nanos.addAndGet(TIMEOUT.multipliedBy(2).toNanos());

        assertThat(silent()).isEmpty();
        pass(TIMEOUT.minus(TICK));
        assertThat(silent()).isEmpty();
        pass(TICK);
        assertThat(silent()).containsExactly("a", "b");
    }

    /** Two heartbeats come one timeout apart, and the second is told half a second late. */
    @Test
    void waitsForAHeartbeatThatAnotherNodeHeardInTime() {
        watch.heard("a");
        watch.heard("b");
        pass(Duration.ofMillis(30_500));

        assertThat(silent()).isEmpty();
    }

    /** The timer of a node that was stopped for a moment may run before what waited in its sockets is read. */
    @Test
    void doesNotTakeItsOwnShortPauseForSilence() {
        watch.heard("a");
        watch.heard("b");
        pass(TIMEOUT.minus(TICK.multipliedBy(3)));
        nanos.addAndGet(Duration.ofMillis(1_500).toNanos());

        assertThat(silent()).isEmpty();
        watch.heard("b");
        pass(TICK);
        assertThat(silent()).containsExactly("a");
    }

    @Test
    void givesAFullTimeoutToAnInstanceThatAnotherNodeHeardFirst() {
        keepHearingAll(TIMEOUT.multipliedBy(2));

        MeshSnapshot withNew =
                ledger.put(Mutation.put(LedgerKeys.instance("new"), Instances.registered("new", true, List.of())));

        assertThat(idsOf(watch.silent(withNew))).isEmpty();
        ledger.put(Mutation.delete(LedgerKeys.instance("new")));
    }

    @Test
    void givesAFullTimeoutToAnInstanceThatAnotherNodeWoke() {
        RegisteredInstance asleep = Instances.registered("woken", true, List.of());
        MeshSnapshot before = ledger.put(Mutation.put(LedgerKeys.instance("woken"), asleep));
        assertThat(idsOf(watch.silent(before))).isEmpty();
        watch.heard("woken");
        keepHearingAll(TIMEOUT.multipliedBy(2));

        MeshSnapshot after = ledger.put(Mutation.put(LedgerKeys.instance("woken"), asleep.alive()));

        assertThat(idsOf(watch.silent(after))).isEmpty();
        ledger.put(Mutation.delete(LedgerKeys.instance("woken")));
    }

    private void keepHearingAll(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
            pass(TICK);
            watch.heard("a");
            watch.heard("b");
        }
    }

    @Test
    void takesAnInstanceThatWasGoneForANewOne() {
        pass(TICK);
        watch.heard("a");
        watch.heard("b");
        watch.forget("a");
        watch.retain(Set.of());
        assertThat(watch.silent(MeshSnapshot.EMPTY)).isEmpty();

        pass(TIMEOUT);
        assertThat(silent()).isEmpty();
        pass(TICK);
        assertThat(silent()).containsExactly("a", "b");
    }

    /** Looks every tick, as the node does. */
    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
            nanos.addAndGet(TICK.toNanos());
            silent();
        }
    }

    private List<String> silent() {
        return idsOf(watch.silent(mesh));
    }

    private static List<String> idsOf(List<Instance> instances) {
        return instances.stream().map(Instance::serviceId).toList();
    }
}
