package io.lotse.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ThresholdsTest {
    @TempDir
    private Path folder;

    @Test
    void makesThreeAssertionsOfEachLimit() throws IOException {
        Path file = file("{\"event / hear\": {\"p95_ms\": 5, \"p99_ms\": 9, \"failed_percent\": 0.5}}");

        assertThat(Thresholds.read(file).assertions()).hasSize(3);
    }

    @Test
    void refusesALimitThatLacksAFigure() throws IOException {
        Path file = file("{\"event\": {\"p95_ms\": 5, \"failed_percent\": 0.5}}");

        assertThatThrownBy(() -> Thresholds.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("p99_ms");
    }

    @Test
    void refusesPercentilesInTheWrongOrder() throws IOException {
        Path file = file("{\"event\": {\"p95_ms\": 5, \"p99_ms\": 4, \"failed_percent\": 0.5}}");

        assertThatThrownBy(() -> Thresholds.read(file)).hasStackTraceContaining("p95_ms <= p99_ms");
    }

    @Test
    void readsTheThresholdsOfTheRepository() {
        assertThat(Thresholds.read(Path.of("..", "thresholds.json")).limits())
                .containsKeys("register", "through the gateway", "event");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("thresholds.json"), json);
    }
}
