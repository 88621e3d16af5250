package io.lotse.launcher.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.launcher.config.AccessLogSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where the lines of the access log come to lie. */
class AccessLogLinesTest {
    private static final long SIZE = 1 << 20;

    @TempDir
    private Path folder;

    private Consumer<String> open(Path file) {
        return AccessLogLines.open(new AccessLogSettings(file, false, 1, Duration.ofSeconds(1), false, SIZE));
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }

    @Test
    void writesLinesAsTheyAre() throws IOException {
        Path file = folder.resolve("access.log");
        Consumer<String> lines = open(file);

        lines.accept("{\"path\":\"/{}/%d\"}");
        lines.accept("second");

        assertThat(Files.readAllLines(file)).containsExactly("{\"path\":\"/{}/%d\"}", "second");
    }

    @Test
    void turnsTheFilesOverAndKeepsWithinTheirShareOfTheDisk() {
        Consumer<String> lines = open(folder.resolve("access.log"));
        String line = "x".repeat(64 * 1_024);

        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            lines.accept(line);
            return Files.exists(folder.resolve("access.log." + LocalDate.now() + ".6"));
        });

        await().untilAsserted(() -> assertThat(bytes()).isLessThan(2 * SIZE));
    }
}
