package io.lotse.gateway;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;

import io.vertx.core.net.SocketAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import static org.assertj.core.api.Assertions.assertThat;

/** How an instance is left out and tried again, by a scripted clock and with many requests under way at once. */
class HealthProperties {
    private static final long LONGEST = Duration.ofSeconds(30).toNanos();
    private static final int KNOWN_AFTER_MILLIS = 300;

    private long nanos;

    private Health health(long seed) {
        nanos = new Random(seed).nextLong();
        HealthGroup group = new HealthGroup(WatchRule.DEFAULTS, () -> nanos, (place, circuit) -> {});
        group.of(place(2));
        return group.of(place(1));
    }

    private static Place place(int port) {
        return new Place("i" + port, SocketAddress.inetSocketAddress(port, "127.0.0.1"), false, 1, null, false);
    }

    /** An instance that is restarted under load must not be left out for half a minute. */
    @Property(shrinking = ShrinkingMode.OFF)
    void failuresOfRequestsThatWereUnderWayTogetherCountOnce(@ForAll long seed) {
        Random random = new Random(seed);
        Health health = health(seed);
        int together = 20 + random.nextInt(100);
        for (int i = 0; i < together; i++) {
            if (random.nextBoolean()) {
                health.connectFailed();
            } else {
                health.failed();
            }
            nanos += random.nextInt(5_000_000);
        }
        nanos += Duration.ofSeconds(1).toNanos();

        assertThat(health.admits()).as("seed %d", seed).isTrue();
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void anInstanceIsTriedNowAndThenWhileItFailsAndFoundSoonAfterItIsBack(@ForAll long seed) {
        Random random = new Random(seed);
        Health health = health(seed);
        long start = nanos;
        long backAt = Duration.ofSeconds(1 + random.nextInt(120)).toNanos();
        long step = Duration.ofMillis(1 + random.nextInt(100)).toNanos();
        PriorityQueue<Long> failures = new PriorityQueue<>();
        int tries = 0;
        long found = -1;
        for (long now = 0; now < backAt + 2 * LONGEST && found < 0; now += step) {
            nanos = start + now;
            while (!failures.isEmpty() && failures.peek() <= now) {
                failures.poll();
                health.connectFailed();
            }
            boolean admitted = health.admits();
            if (admitted && now >= backAt) {
                health.connected();
                health.succeeded();
                found = now;
            } else if (admitted) {
                tries++;
                failures.add(now + random.nextInt(KNOWN_AFTER_MILLIS) * 1_000_000L);
            }
        }
        assertThat(found)
                .as("seed %d", seed)
                .isBetween(backAt, backAt + LONGEST + Duration.ofSeconds(1).toNanos());
        // those before the first failure came back, then 1, 2, 4, 8, 16, 30, 30, ... seconds apart
        long untilKnown = Duration.ofMillis(KNOWN_AFTER_MILLIS).toNanos() / step + 1;
        assertThat((long) tries).as("seed %d", seed).isLessThanOrEqualTo(untilKnown + 6 + backAt / LONGEST);
        assertThat(health.admits()).isTrue();
    }
}
