package io.lotse.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final HealthGroup group = new HealthGroup(WatchRule.DEFAULTS, nanos::get, (p, c) -> {});
    private final List<Health> four =
            IntStream.range(0, 4).mapToObj(i -> group.of(place(i))).toList();

    @Test
    void leavesAnInstanceOutTwiceAsLongEachTimeUpToHalfAMinute() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            four.get(0).connectFailed();
            nanos.addAndGet(Duration.ofSeconds(seconds).toNanos() - 1);
            assertThat(four.get(0).admits()).isFalse();
            nanos.addAndGet(1);
            assertThat(four.get(0).admits()).isTrue();
        }
    }

    @Test
    void leavesAnInstanceOutAfterFiveFailuresInARow() {
        fail(four.get(0), 4);
        four.get(0).succeeded();
        fail(four.get(0), 4);
        assertThat(four.get(0).admits()).isTrue();

        fail(four.get(0), 1);
        assertThat(four.get(0).admits()).isFalse();
    }

    @Test
    void takesAnInstanceBackWhenItsTrialSucceeds() {
        fail(four.get(0), 5);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(four.get(0).admits()).isTrue();
        four.get(0).succeeded();

        assertThat(four.get(0).admits()).isTrue();
    }

    @Test
    void leavesAnInstanceOutForLongerWhenItsTrialFails() {
        fail(four.get(0), 5);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(four.get(0).admits()).isTrue();
        fail(four.get(0), 1);

        nanos.addAndGet(Duration.ofMillis(1_999).toNanos());
        assertThat(four.get(0).admits()).isFalse();
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(four.get(0).admits()).isTrue();
    }

    @Test
    void neverLeavesOutMoreThanTheAllowedShareForFailures() {
        four.forEach(h -> fail(h, 50));

        assertThat(four).filteredOn(Health::isEjected).hasSize(2);
    }

    @Test
    void neverLeavesOutTheOnlyInstanceForFailures() {
        HealthGroup alone = new HealthGroup(WatchRule.DEFAULTS, nanos::get, (p, c) -> {});
        Health only = alone.of(place(1));
        fail(only, 50);

        assertThat(only.admits()).isTrue();
    }

    private static void fail(Health health, int times) {
        for (int i = 0; i < times; i++) {
            health.failed();
        }
    }

    private static Place place(int port) {
        return new Place("i" + port, SocketAddress.inetSocketAddress(port, "127.0.0.1"), false, 1, null, false);
    }
}
