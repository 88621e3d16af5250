package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;

import static org.assertj.core.api.Assertions.assertThat;

class LivesTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final Lives lives = new Lives();

    @Test
    void anInstanceThatGoesDownAndComesUpMakesTwoTurns() {
        heard(0, "orders-1", HealthStatus.UP, null, null);
        heard(5, "orders-1", HealthStatus.DOWN, null, null);
        heard(10, "orders-1", HealthStatus.DOWN, null, null);
        heard(15, "orders-1", HealthStatus.DEGRADED, null, null);

        assertThat(only().turns()).extracting(Turn::kind).containsExactly(Turn.Kind.DOWN, Turn.Kind.UP);
        assertThat(only().since()).isEqualTo(NOON);
    }

    @Test
    void anUptimeThatBeginsAnewIsARestart() {
        heard(0, "orders-1", HealthStatus.UP, "1", Duration.ofHours(3));
        heard(60, "orders-1", HealthStatus.UP, "1", Duration.ofHours(3).plusSeconds(62));
        heard(120, "orders-1", HealthStatus.UP, "1", Duration.ofSeconds(20));

        assertThat(only().turns()).containsExactly(new Turn(NOON.plusSeconds(100), Turn.Kind.RESTART));
        assertThat(only().since()).isEqualTo(NOON.plusSeconds(100));
        assertThat(lives.deploys().get("orders")).isEmpty();
    }

    @Test
    void aVersionThatWasNotThereBeforeIsADeployOfTheServiceAlsoInANewInstance() {
        heard(0, "orders-1", HealthStatus.UP, "1", Duration.ofHours(3));
        heard(60, "orders-2", HealthStatus.UP, "2", Duration.ofSeconds(10));
        heard(90, "orders-1", HealthStatus.UP, "2", Duration.ofSeconds(5));

        assertThat(lives.deploys()).isEqualTo(Map.of("orders", List.of(new Deploy(NOON.plusSeconds(50), "1", "2"))));
    }

    private Lives.Life only() {
        assertThat(lives.all()).hasSize(1);
        return lives.all().get(0);
    }

    private void heard(int second, String id, HealthStatus status, String version, Duration uptime) {
        Vitals vitals = new Vitals(null, null, null, null, null, version, uptime);
        Instant at = NOON.plusSeconds(second);
        lives.checked(new HealthReport(id, "orders", status, null, 200, "", at, 0, at, "a", vitals));
    }
}
