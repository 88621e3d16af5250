package io.lotse.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RestartsTest {
    private static final Duration SHORT = Duration.ofMillis(10);

    private final AtomicLong now = new AtomicLong(42);

    private RestartConfig.Restarts restarts(RestartConfig.Policy policy) {
        return RestartConfig.of(policy).begin(now::get, new Random(1));
    }

    @ParameterizedTest
    @CsvSource({
        "no,1,false",
        "no,0,false",
        "on-failure,1,true",
        "on-failure,143,true",
        "on-failure,0,false",
        "always,0,true",
        "always,1,true"
    })
    void aPolicySaysAfterWhichEndsItIsStartedAgain(String policy, int exitCode, boolean again) {
        RestartConfig.Restarts restarts =
                restarts(RestartConfig.Policy.ofOption(policy).orElseThrow());

        assertThat(restarts.afterEnd(exitCode, SHORT).isPresent()).isEqualTo(again);
        assertThat(restarts.spent()).isFalse();
    }

    @Test
    void pausesDoubleAndVary() {
        RestartConfig.Restarts restarts = restarts(RestartConfig.Policy.ALWAYS);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pauses.add(restarts.afterEnd(1, SHORT).orElseThrow().toMillis());
        }

        long plain = 500;
        for (long pause : pauses) {
            assertThat(pause).isBetween(plain * 3 / 4, plain * 5 / 4);
            plain = Math.min(30_000, plain * 2);
        }
    }

    @Test
    void whatRanForAWhileBeginsWithTheFirstPause() {
        RestartConfig.Restarts restarts = restarts(RestartConfig.Policy.ALWAYS);
        for (int i = 0; i < 5; i++) {
            restarts.afterEnd(1, SHORT);
        }

        assertThat(restarts.afterEnd(1, Duration.ofSeconds(10)).orElseThrow()).isLessThan(Duration.ofMillis(626));
    }

    @Test
    void aCrashLoopEndsAndTheBudgetRefills() {
        RestartConfig.Restarts restarts = restarts(RestartConfig.Policy.ON_FAILURE);
        for (int i = 0; i < 10; i++) {
            assertThat(restarts.afterEnd(1, SHORT)).isPresent();
        }
        assertThat(restarts.afterEnd(1, SHORT)).isEqualTo(Optional.empty());
        assertThat(restarts.spent()).isTrue();

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(restarts.afterEnd(1, SHORT)).isPresent();
        assertThat(restarts.afterEnd(1, SHORT)).isEmpty();
    }

    @Test
    void goesOnWhereAFormerRunOfTheNodeWas() {
        Instant then = Instant.parse("2026-03-01T12:00:00Z");
        RestartConfig.Restarts former = restarts(RestartConfig.Policy.ON_FAILURE);
        for (int i = 0; i < 9; i++) {
            former.afterEnd(1, SHORT);
        }
        RestartConfig.Tries kept = former.tries(then);

        RestartConfig.Restarts atOnce = restarts(kept, then.minusSeconds(3_600));
        assertThat(atOnce.afterEnd(1, SHORT).orElseThrow()).isGreaterThan(Duration.ofSeconds(20));
        assertThat(atOnce.afterEnd(1, SHORT)).isEmpty();

        RestartConfig.Restarts later = restarts(kept, then.plus(Duration.ofMinutes(1)));
        assertThat(later.afterEnd(1, SHORT)).isPresent();
        assertThat(later.afterEnd(1, SHORT)).isPresent();
        assertThat(later.afterEnd(1, SHORT)).isEmpty();

        RestartConfig.Restarts muchLater = restarts(kept, then.plus(Duration.ofDays(1)));
        for (int i = 0; i < 10; i++) {
            assertThat(muchLater.afterEnd(1, SHORT)).isPresent();
        }
        assertThat(muchLater.afterEnd(1, SHORT)).isEmpty();
    }

    private RestartConfig.Restarts restarts(RestartConfig.Tries kept, Instant at) {
        return RestartConfig.of(RestartConfig.Policy.ON_FAILURE).goOn(kept, at, now::get, new Random(1));
    }
}
