package io.lotse.observer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.Vitals;

import static org.assertj.core.api.Assertions.assertThat;

/** What services show to Prometheus. */
class PrometheusTextTest {
    @Test
    void readsWhatSpringsActuatorShows() throws IOException {
        String page;
        try (var recorded = getClass().getResourceAsStream("/health/actuator-prometheus.txt")) {
            page = new String(recorded.readAllBytes(), StandardCharsets.UTF_8);
        }

        Vitals vitals = PrometheusText.vitals(page, false);

        assertThat(vitals.cpu()).isZero();
        assertThat(vitals.memoryBytes()).isEqualTo(20_971_520L + 20_189_696 + 3_212_288);
        assertThat(vitals.memoryLimitBytes()).isEqualTo(6_320_816_128L);
        assertThat(vitals.databaseLoad()).isZero();
        assertThat(vitals.uptime()).isEqualTo(Duration.ofSeconds(22));
    }

    @Test
    void takesTheMemoryOfAProcessThatIsNoJvmAndTheBusiestPool() {
        Vitals vitals = PrometheusText.vitals(
                """
                # TYPE process_resident_memory_bytes gauge
                process_resident_memory_bytes 5.0e+07
                hikaricp_connections_active{pool="a"} 1
                hikaricp_connections_max{pool="a"} 10
                hikaricp_connections_active{pool="b"} 9 1769862840000
                hikaricp_connections_max{pool="b"} 10
                """,
                false);

        assertThat(vitals.memoryBytes()).isEqualTo(50_000_000);
        assertThat(vitals.memoryLimitBytes()).isNull();
        assertThat(vitals.databaseLoad()).isEqualTo(0.9);
        assertThat(vitals.cpu()).isNull();
    }

    @Test
    void makesNothingOfNonsense() {
        assertThat(PrometheusText.vitals(
                        "<html>\nprocess_cpu_usage NaN\njvm_memory_used_bytes{area=\"heap\"} -1\n{}}", false))
                .isEqualTo(Vitals.NONE);
    }

    @Test
    void leavesOutALineThatWasCutShort() {
        assertThat(PrometheusText.vitals("process_cpu_usage 0.5\nprocess_resident_memory_bytes 5", true))
                .isEqualTo(new Vitals(0.5, null, null, null, null, null, null));
        assertThat(PrometheusText.vitals("process_resident_memory_bytes 5", true))
                .isEqualTo(Vitals.NONE);
    }
}
