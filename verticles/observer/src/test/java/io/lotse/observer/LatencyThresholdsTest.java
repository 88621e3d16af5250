package io.lotse.observer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.registry.Instance;

import static org.assertj.core.api.Assertions.assertThat;

/** What users wait for, where health checks are answered at once. */
class LatencyThresholdsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    private final MetricStore store = new MetricStore(1 << 20);
    private final List<Breach> told = new ArrayList<>();
    private final Map<String, Instance> instances = new HashMap<>();
    private final Shares alone = new Shares(ObserverConfig.of("a-id", "a", Samples.HOST), List.of());
    private ObserverSettings settings = ObserverSettings.DEFAULT;
    private final LatencyThresholds latencies =
            new LatencyThresholds(store, () -> instances, () -> alone, () -> settings, new Crossings("a", told::add));
    private long second = BEGIN.getEpochSecond();

    LatencyThresholdsTest() {
        instances.put("orders-1", Samples.instance("orders-1", 8080, "/health", Map.of()));
    }

    @Test
    void anInstanceThatIsSlowEveryTenthRequestIsNamedAndWellAgainLater() {
        slots(900, 1_200);
        assertThat(told).isEmpty();
        slots(1_100, 20, 20, 20);

        assertThat(told).extracting(Breach::level).containsExactly(BreachLevel.WARNING, BreachLevel.OK);
        assertThat(told.get(0).serviceId()).isEqualTo("orders-1");
        assertThat(told.get(0).metric()).isEqualTo("latency_p95_ms");
        assertThat(told.get(0).detail()).startsWith("latency_p95_ms is 1100.0, the limit 500.0: ");
    }

    @Test
    void whereUsersWaitItIsCritical() {
        settings = SettingsReader.read(
                "{\"services\": {\"orders\": {\"critical\": true, \"latency_p95_ms\": {\"critical\": 80}}}}");
        slots(90, 90, 90);

        assertThat(told).extracting(Breach::level).containsExactly(BreachLevel.CRITICAL);
    }

    @Test
    void whatIsNoLongerRegisteredIsForgotten() {
        slots(900, 900);
        instances.clear();
        slots(900);
        instances.put("orders-1", Samples.instance("orders-1", 8080, "/health", Map.of()));
        slots(900, 900);

        assertThat(told).isEmpty();
    }

    private void slots(double... values) {
        for (double value : values) {
            store.put(
                    new MetricStore.Key(Subject.instance("orders-1"), Figure.LATENCY_P95_MS),
                    Resolution.TEN_SECONDS,
                    Resolution.TEN_SECONDS.slot(second),
                    value);
            second += Resolution.TEN_SECONDS.seconds();
            latencies.look(Instant.ofEpochSecond(second + 5));
        }
    }
}
