package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the checks find, in whatever order: the status follows the run of failures at the end, and does not flap. */
class HysteresisProperties {
    private static final Instance INSTANCE = Samples.instance("a", "127.0.0.1", 8000, "/health");

    @Property
    void theStatusIsThatOfTheLastAnswerUntilEnoughChecksInARowFailed(
            @ForAll("findings") List<HealthStatus> findings, @ForAll @IntRange(min = 1, max = 5) int untilDown) {
        Hysteresis hysteresis = new Hysteresis(untilDown, "node-a");
        HealthReport report = null;
        HealthStatus lastAnswer = HealthStatus.UNKNOWN;
        Instant now = Samples.REGISTERED_AT;
        Instant since = now;
        int failed = 0;
        for (HealthStatus found : findings) {
            now = now.plusSeconds(5);
            HealthStatus before = Hysteresis.statusOf(report);
            boolean first = report == null;
            report = hysteresis.next(INSTANCE, report, new Finding(found, Duration.ZERO, 200, "found"), now);

            failed = found == HealthStatus.DOWN ? failed + 1 : 0;
            lastAnswer = found == HealthStatus.DOWN ? lastAnswer : found;
            HealthStatus expected = failed >= untilDown ? HealthStatus.DOWN : failed == 0 ? found : lastAnswer;
            since = first || expected != before ? now : since;
            assertThat(report.status()).isEqualTo(expected);
            assertThat(report.consecutiveFailures()).isEqualTo(failed);
            assertThat(report.since()).isEqualTo(since);
        }
    }

    @Property
    void whoAnswersEverySecondTimeIsNeverDown(
            @ForAll @IntRange(min = 2, max = 5) int untilDown, @ForAll boolean first) {
        Hysteresis hysteresis = new Hysteresis(untilDown, "node-a");
        HealthReport report = null;
        for (int i = 0; i < 50; i++) {
            HealthStatus found = (i % 2 == 0) == first ? HealthStatus.UP : HealthStatus.DOWN;
            report = hysteresis.next(
                    INSTANCE, report, new Finding(found, null, null, "found"), Samples.REGISTERED_AT.plusSeconds(i));
            assertThat(report.status()).isNotEqualTo(HealthStatus.DOWN);
        }
    }

    @Provide
    Arbitrary<List<HealthStatus>> findings() {
        return Arbitraries.of(HealthStatus.UP, HealthStatus.DEGRADED, HealthStatus.DOWN, HealthStatus.DOWN)
                .list()
                .ofMaxSize(60);
    }
}
