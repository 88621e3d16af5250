package io.lotse.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.gateway.RateCount;
import io.lotse.contracts.gateway.RateCounts;
import io.lotse.contracts.gateway.RateLimit;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitsTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong(-5 * SECOND);

    private static RateLimit limit(int requests, int seconds, Integer burst) {
        return new RateLimit(requests, Duration.ofSeconds(seconds), burst, null);
    }

    private RateLimits gateway(String name) {
        return new RateLimits(name, clock::get);
    }

    private static int taken(RateLimiter limiter, String key, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += limiter.take(key).isConsumed() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void letsExactlyAsManyThroughAsItSays() {
        RateLimiter limiter = gateway("a").limiter("r", limit(10, 2, null));

        assertThat(taken(limiter, "x", 100)).isEqualTo(10);
        clock.addAndGet(SECOND);
        assertThat(taken(limiter, "x", 100)).isEqualTo(5);
        clock.addAndGet(100 * SECOND);
        assertThat(taken(limiter, "x", 100)).isEqualTo(10);
        assertThat(taken(limiter, "y", 100)).isEqualTo(10);
    }

    @Test
    void letsABurstThroughAfterAPauseAlone() {
        RateLimiter limiter = gateway("a").limiter("r", limit(1, 1, 5));

        assertThat(taken(limiter, "x", 100)).isEqualTo(5);
        clock.addAndGet(SECOND);
        assertThat(taken(limiter, "x", 100)).isEqualTo(1);
    }

    @Test
    void saysWhenToTryAgain() {
        RateLimiter limiter = gateway("a").limiter("r", limit(1, 4, null));
        limiter.take("x");
        clock.addAndGet(SECOND);

        assertThat(limiter.take("x").getNanosToWaitForRefill()).isEqualTo(3 * SECOND);
    }

    @Test
    void remembersABoundedNumberOfClients() {
        RateLimiter limiter = gateway("a").limiter("r", limit(1, 3_600, null));
        for (int i = 0; i < RateLimiter.MOST_CLIENTS + 10_000; i++) {
            limiter.take("client " + i);
        }

        assertThat(limiter.clients()).isLessThanOrEqualTo(RateLimiter.MOST_CLIENTS);
    }

    @Test
    void forgetsAClientWhoseBucketIsFullAgain() {
        RateLimiter limiter = gateway("a").limiter("r", limit(10, 1, 20));
        limiter.take("x");
        clock.addAndGet(4 * SECOND);

        assertThat(limiter.clients()).isZero();
    }

    @Test
    void countsWhatOthersLetThroughAsItsOwn() {
        RateLimits here = gateway("here");
        RateLimits there = gateway("there");
        RateLimiter own = here.limiter("r", limit(10, 1, null));
        taken(there.limiter("r", limit(10, 1, null)), "x", 7);
        taken(there.limiter("other", limit(10, 1, null)), "x", 7);

        there.tell(here::hear);

        assertThat(taken(own, "x", 100)).isEqualTo(3);
        assertThat(taken(own, "y", 100)).isEqualTo(10);
    }

    @Test
    void doesNotCountItsOwnTwice() {
        RateLimits here = gateway("here");
        RateLimiter own = here.limiter("r", limit(10, 1, null));
        taken(own, "x", 7);

        here.tell(here::hear);

        assertThat(taken(own, "x", 100)).isEqualTo(3);
    }

    @Test
    void tellsNothingWhereNothingWasLetThrough() {
        RateLimits here = gateway("here");
        RateLimiter own = here.limiter("r", limit(10, 1, null));
        List<RateCounts> told = new ArrayList<>();
        taken(own, "x", 12);
        here.tell(told::add);
        taken(own, "x", 12);
        here.tell(told::add);

        assertThat(told).hasSize(1);
        assertThat(told.get(0).counts()).containsExactly(new RateCount(own.id(), "x", 10));
    }

    @Test
    void tellsManyCountsInSeveralEvents() {
        RateLimits here = gateway("here");
        RateLimiter own = here.limiter("r", limit(10, 1, null));
        for (int i = 0; i < 2_500; i++) {
            own.take("client " + i);
        }
        List<RateCounts> told = new ArrayList<>();
        here.tell(told::add);

        assertThat(told).extracting(t -> t.counts().size()).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void keepsTogetherWithinTheErrorThatIsStated() {
        int requests = 100;
        List<RateLimits> gateways = List.of(gateway("a"), gateway("b"), gateway("c"));
        List<RateLimiter> limiters = gateways.stream()
                .map(g -> g.limiter("r", limit(requests, 1, null)))
                .toList();
        Random random = new Random(5);
        long let = 0;
        long most = 0;
        int ticks = 400;
        for (int tick = 0; tick < ticks; tick++) {
            clock.addAndGet(RateLimits.TELL_MILLIS * 1_000_000);
            for (RateLimiter limiter : limiters) {
                let += taken(limiter, "x", random.nextInt(80));
            }
            gateways.forEach(teller -> teller.tell(told -> gateways.forEach(g -> g.hear(told))));
            // what the limit allows until now, and what two others may have let through before they heard
            long allowed = requests + requests * (tick + 1L) / 4;
            most = Math.max(most, let - allowed);
        }

        assertThat(most).isLessThanOrEqualTo(2L * requests);
        assertThat(let).isBetween(requests * ticks / 4L, requests * ticks / 4L + 3L * requests);
    }
}
