package io.lotse.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

final class ThresholdsTest {
    @TempDir
    private Path folder;

    @Test
    void makesAnAssertionOfEachFigure() throws IOException {
        Path file = file(
                """
                {"journeys": {"steady": {"event / hear": {"p95_ms": 5, "p99_ms": 9, "failed_percent": 0.5},
                                         "event": {"failed_percent": 1}}}}""");

        assertThat(Thresholds.read(file, "steady", "orders").assertions()).hasSize(4);
    }

    @Test
    void holdsThePromiseOfTheRouteUnlessTheJourneySaysOtherwise() throws IOException {
        Path file = file(
                """
                {"defaults": {"cpu_percent": {"warning": 60}},
                 "routes": {"orders": {"p95_ms": 5}, "other": {"p95_ms": 7}},
                 "journeys": {"spike": {"through the gateway": {"p95_ms": 50}}}}""");

        assertThat(Thresholds.read(file, "steady", "orders").limits())
                .containsExactly(entry("through the gateway", new Thresholds.Limit(5, null, null)));
        assertThat(Thresholds.read(file, "spike", "orders").limits())
                .containsExactly(entry("through the gateway", new Thresholds.Limit(50, null, null)));
    }

    @Test
    void refusesALimitThatSaysNothing() throws IOException {
        Path file = file("{\"routes\": {\"orders\": {}}}");

        assertThatThrownBy(() -> Thresholds.read(file, "steady", "orders"))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("p99_ms");
    }

    @Test
    void refusesAFileThatHoldsTheJourneyToNothing() throws IOException {
        Path file = file("{}");

        assertThatThrownBy(() -> Thresholds.read(file, "soak", "orders")).hasStackTraceContaining("the journey soak");
    }

    @ParameterizedTest
    @EnumSource(Journey.class)
    void holdsEveryJourneyToTheLimitsOfTheRepository(Journey journey) {
        Path file = Path.of("..", "observer_config.json");

        assertThat(Thresholds.read(file, journey.wireName(), "perf-hello").limits())
                .containsKey("through the gateway");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("observer_config.json"), json);
    }
}
