package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.supervision.LogLines;
import io.lotse.contracts.supervision.LogQuery;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

class LogFileTest {
    private static final ServicesConfig.Log SMALL = new ServicesConfig.Log(1000, 3);

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Path file;
    private ServiceLog log;

    @BeforeEach
    void open() {
        file = folder.resolve("web.log");
        log = new ServiceLog(file, SMALL, clock);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void write(int from, int to) throws IOException {
        write(String.join(
                "",
                IntStream.rangeClosed(from, to)
                        .mapToObj(i -> "line " + i + "\n")
                        .toList()));
    }

    private static LogQuery last(int lines) {
        return new LogQuery("shop", "web", null, lines, null);
    }

    private static LogQuery from(long position) {
        return new LogQuery("shop", "web", position, null, null);
    }

    @Test
    void showsItsLastLinesAndGoesOnBehindThem() throws IOException {
        write(1, 10);
        LogLines first = log.read(last(2));
        assertThat(first.items()).containsExactly("line 9", "line 10");

        write("line 11\nhalf a li");
        LogLines second = log.read(from(first.next()));
        assertThat(second.items()).containsExactly("line 11");

        write("ne\n");
        assertThat(log.read(from(second.next())).items()).containsExactly("half a line");
    }

    @Test
    void aReaderLosesNothingWhenItIsMadeSmall() throws IOException {
        write(1, 80);
        LogLines first = log.read(last(1));
        write(81, 160);
        assertThat(log.keep()).isTrue();
        write(161, 170);

        assertThat(Files.size(file)).isLessThan(100);
        assertThat(log.read(from(first.next())).items())
                .containsExactlyElementsOf(IntStream.rangeClosed(81, 170)
                        .mapToObj(i -> "line " + i)
                        .toList());
        assertThat(new ServiceLog(file, SMALL, clock).read(last(12)).items())
                .startsWith("line 159", "line 160", "line 161");
    }

    @Test
    void takesNoMoreRoomThanItMay() throws IOException {
        for (int i = 0; i < 50; i++) {
            write("x".repeat(700) + "\n");
            log.keep();
        }
        long room = 0;
        for (String name : List.of("web.log", "web.1.log", "web.2.log")) {
            room += Files.size(folder.resolve(name));
        }
        assertThat(room).isLessThanOrEqualTo(2 * 2 * SMALL.size() + SMALL.size());
        assertThat(folder.resolve("web.3.log")).doesNotExist();
    }

    @Test
    void isFoundAgainByTime() throws IOException {
        write(1, 3);
        log.keep();
        clock.advance(java.time.Duration.ofMinutes(5));
        write(4, 5);
        log.keep();

        LogQuery since = new LogQuery("shop", "web", null, null, Instant.parse("2026-03-01T12:03:00Z"));

        assertThat(log.read(since).items()).containsExactly("line 4", "line 5");
        assertThat(new ServiceLog(file, SMALL, clock).read(since).items()).containsExactly("line 4", "line 5");
    }
}
