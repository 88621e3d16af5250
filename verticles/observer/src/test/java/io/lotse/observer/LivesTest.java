package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;
import io.lotse.contracts.verdicts.Deploy;
import io.lotse.contracts.verdicts.DeployHistory;
import io.lotse.contracts.verdicts.Turn;
import io.lotse.contracts.verdicts.TurnHistory;
import io.lotse.contracts.verdicts.TurnKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class LivesTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final Lives lives = new Lives();

    @Test
    void anInstanceThatGoesDownAndComesUpMakesTwoTurns() {
        heard(0, "orders-1", HealthStatus.UP, null, null);
        heard(5, "orders-1", HealthStatus.DOWN, null, null);
        heard(10, "orders-1", HealthStatus.DOWN, null, null);
        heard(15, "orders-1", HealthStatus.DEGRADED, null, null);

        assertThat(only().turns()).extracting(Turn::kind).containsExactly(TurnKind.DOWN, TurnKind.UP);
        assertThat(only().since()).isEqualTo(NOON);
    }

    @Test
    void anUptimeThatBeginsAnewIsARestart() {
        heard(0, "orders-1", HealthStatus.UP, "1", Duration.ofHours(3));
        heard(60, "orders-1", HealthStatus.UP, "1", Duration.ofHours(3).plusSeconds(62));
        heard(120, "orders-1", HealthStatus.UP, "1", Duration.ofSeconds(20));

        assertThat(only().turns()).containsExactly(new Turn(NOON.plusSeconds(100), TurnKind.RESTART));
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

    @Test
    void whatIsRememberedCountsWithWhatWasHeard() {
        lives.remember(new DeployHistory("orders", "2", List.of(new Deploy(NOON.minusSeconds(900), "1", "2"))));
        lives.remember(new TurnHistory("orders-1", List.of(new Turn(NOON.minusSeconds(60), TurnKind.DOWN))));
        heard(0, "orders-1", HealthStatus.DOWN, "2", Duration.ofHours(1));
        heard(20, "orders-1", HealthStatus.UP, "3", Duration.ofSeconds(5));

        assertThat(only().turns()).extracting(Turn::kind).containsExactly(TurnKind.DOWN, TurnKind.UP, TurnKind.RESTART);
        assertThat(lives.deploys().get("orders"))
                .extracting(Deploy::versionAfter)
                .containsExactly("2", "3");
    }

    @Test
    void whatIsRememberedTooLateIsPutInItsPlace() {
        heard(0, "orders-1", HealthStatus.DOWN, "3", Duration.ofSeconds(10));
        heard(20, "orders-1", HealthStatus.UP, "4", Duration.ofSeconds(5));
        lives.remember(new DeployHistory("orders", "2", List.of(new Deploy(NOON.minusSeconds(900), "1", "2"))));
        lives.remember(new TurnHistory(
                "orders-1", List.of(new Turn(NOON.minusSeconds(60), TurnKind.DOWN), new Turn(NOON, TurnKind.DOWN))));

        assertThat(only().turns())
                .extracting(Turn::kind)
                .startsWith(TurnKind.DOWN)
                .contains(TurnKind.UP);
        assertThat(only().turns())
                .filteredOn(turn -> turn.kind() == TurnKind.DOWN)
                .hasSize(1);
        assertThat(lives.deploys().get("orders"))
                .extracting(Deploy::versionBefore, Deploy::versionAfter)
                .containsExactly(tuple("1", "2"), tuple("2", "3"), tuple("3", "4"));
    }

    @Test
    void whatIsToldAgainChangesNothing() {
        heard(0, "orders-1", HealthStatus.UP, "1", Duration.ofHours(1));
        heard(20, "orders-1", HealthStatus.UP, "2", Duration.ofSeconds(5));
        heard(40, "orders-1", HealthStatus.DOWN, "2", Duration.ofSeconds(25));
        List<DeployHistory> deploys = lives.deployHistories();
        List<TurnHistory> turns = lives.turnHistories(NOON.minusSeconds(60));

        deploys.forEach(lives::remember);
        turns.forEach(lives::remember);

        assertThat(lives.deployHistories()).isEqualTo(deploys);
        assertThat(lives.turnHistories(NOON.minusSeconds(60))).isEqualTo(turns);
        assertThat(lives.turnHistories(NOON.plusSeconds(60))).isEmpty();
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
