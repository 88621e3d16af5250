package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

class HysteresisTest {
    private static final Instance INSTANCE = Samples.instance("a", "127.0.0.1", 8000, "/health");
    private static final Finding WELL = new Finding(HealthStatus.UP, Duration.ofMillis(3), 200, "answered 200");
    private static final Finding WARNED = new Finding(HealthStatus.DEGRADED, Duration.ofMillis(3), 200, "warn");
    private static final Finding FAILED = Finding.failed(null, "nothing listens there");

    private final SettableClock clock = new SettableClock(Samples.REGISTERED_AT);
    private final Hysteresis hysteresis = new Hysteresis(2, "node-a");

    @Test
    void oneFailureIsCountedButChangesNothing() {
        HealthReport report = after(WELL, FAILED);

        assertThat(report.status()).isEqualTo(HealthStatus.UP);
        assertThat(report.consecutiveFailures()).isEqualTo(1);
        assertThat(report.detail()).isEqualTo("nothing listens there");
    }

    @Test
    void twoFailuresInARowAreDown() {
        assertThat(after(WELL, FAILED, FAILED).status()).isEqualTo(HealthStatus.DOWN);
        assertThat(after(WELL, FAILED, WELL, FAILED).status()).isEqualTo(HealthStatus.UP);
    }

    @Test
    void oneSuccessIsUpAgain() {
        HealthReport report = after(FAILED, FAILED, FAILED, WELL);

        assertThat(report.status()).isEqualTo(HealthStatus.UP);
        assertThat(report.consecutiveFailures()).isZero();
    }

    @Test
    void whoNeverAnsweredIsUnknownUntilItIsDown() {
        assertThat(after(FAILED).status()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(after(FAILED, FAILED).status()).isEqualTo(HealthStatus.DOWN);
    }

    @Test
    void degradedCountsAsAnAnswer() {
        HealthReport report = after(FAILED, FAILED, WARNED);

        assertThat(report.status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(report.consecutiveFailures()).isZero();
    }

    @Test
    void sinceStandsStillWhileTheStatusDoes() {
        Instant start = clock.instant();

        assertThat(after(WELL, WELL, FAILED).since()).isEqualTo(start);
        Instant second = clock.instant();
        assertThat(after(WELL, FAILED, FAILED, FAILED).since()).isEqualTo(second.plusSeconds(10));
    }

    /** Checks five seconds apart. */
    private HealthReport after(Finding... findings) {
        HealthReport report = null;
        for (Finding finding : findings) {
            report = hysteresis.next(INSTANCE, report, finding, clock.instant());
            clock.advance(Duration.ofSeconds(5));
        }
        return report;
    }
}
