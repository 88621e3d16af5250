package io.lotse.observer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;

import static org.assertj.core.api.Assertions.assertThat;

/** Request paths and what they are held to. */
class PathThresholdsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");
    private static final Subject CHECKOUT = Subject.path("orders", "/checkout");

    private final MetricStore store = new MetricStore(1 << 20);
    private final List<Breach> told = new ArrayList<>();
    private Shares shares = new Shares(ObserverConfig.of("a-id", "a", Samples.HOST), List.of());
    private ObserverSettings settings =
            SettingsReader.read("{\"services\": {\"orders\": {\"paths\": {\"/checkout\": {}}}}}");
    private final PathThresholds paths =
            new PathThresholds("a-id", store, () -> shares, () -> settings, new Crossings("a", told::add));
    private long second = BEGIN.getEpochSecond();

    @Test
    void aPathThatIsSlowForThreeSlotsIsCriticalAndWellAgainAfterThree() {
        slots(600, 600);
        assertThat(told).isEmpty();
        slots(600);
        slots(100, 100, 100);

        assertThat(told).extracting(Breach::level).containsExactly(BreachLevel.CRITICAL, BreachLevel.OK);
        assertThat(told.get(0).serviceName()).isEqualTo("orders");
        assertThat(told.get(0).serviceId()).isNull();
        assertThat(told.get(0).path()).isEqualTo("/checkout");
        assertThat(told.get(0).detail()).startsWith("response_time_ms of /checkout is 600.0, the limit 500.0: ");
    }

    @Test
    void slotsWithoutRequestsSayNothing() {
        slots(600, Double.NaN, 600, Double.NaN, 600);

        assertThat(told).extracting(Breach::level).containsExactly(BreachLevel.CRITICAL);
    }

    @Test
    void aSlotCountsOnceHoweverOftenItIsLookedAt() {
        put(600);
        for (int i = 0; i < 5; i++) {
            paths.look(Instant.ofEpochSecond(second + 5));
        }

        assertThat(told).isEmpty();
    }

    @Test
    void takingItsThresholdAwayEndsABreach() {
        slots(600, 600, 600);
        settings = ObserverSettings.DEFAULT;
        slots(600);

        assertThat(told).extracting(Breach::level).containsExactly(BreachLevel.CRITICAL, BreachLevel.OK);
    }

    @Test
    void theBreachOfAPathThatAnotherNodeMeasuresFromNowOnIsOver() {
        slots(600, 600, 600);
        shares = new Shares(ObserverConfig.of("a-id", "a", Samples.HOST), others());
        slots(600);
        slots(600);

        assertThat(told).extracting(Breach::level).containsExactly(BreachLevel.CRITICAL, BreachLevel.OK);
    }

    /** So many that some other has any path for sure, or as good as that. */
    private static List<NodeInfo> others() {
        return IntStream.range(0, 100)
                .mapToObj(i -> new NodeInfo(
                        "n" + i, "n" + i, Samples.HOST, List.of(ObserverConfig.ROLE), null, null, "", 1, "1", BEGIN))
                .toList();
    }

    private void slots(double... values) {
        for (double value : values) {
            put(value);
            paths.look(Instant.ofEpochSecond(second + 5));
        }
    }

    private void put(double value) {
        if (!Double.isNaN(value)) {
            store.put(
                    new MetricStore.Key(CHECKOUT, Figure.LATENCY_P95_MS),
                    Resolution.TEN_SECONDS,
                    Resolution.TEN_SECONDS.slot(second),
                    value);
        }
        second += Resolution.TEN_SECONDS.seconds();
    }
}
