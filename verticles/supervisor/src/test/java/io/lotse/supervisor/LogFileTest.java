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
    void theEndOfAFloodIsWholeAndWhatWasDroppedIsTold() throws Exception {
        ServicesConfig.Log bounds = new ServicesConfig.Log(256 << 10, 3);
        log = new ServiceLog(file, bounds, clock);
        int last = 3_000_000;
        Process flood = new ProcessBuilder("seq", "1", "" + last)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
                .start();
        while (flood.isAlive()) {
            log.keep();
        }
        log.keep();

        List<Integer> lines = (read(folder.resolve("web.1.log")) + read(file))
                // what the log says itself stands between any two writes
                .replaceAll("time=\\S+ logger=supervisor [^\n]*\n", "")
                .lines()
                // the first is cut
                .skip(1)
                .map(Integer::valueOf)
                .toList();
        assertThat(lines).hasSizeGreaterThan(30_000).isSorted();
        if (canBeCut()) {
            assertThat(lines)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(lines.get(0), last).boxed().toList());
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(bounds.size());
    }

    private static String read(Path path) throws IOException {
        return Files.exists(path) ? Files.readString(path) : "";
    }

    /** The file system of the tests need not be one of those that can. */
    private boolean canBeCut() throws IOException {
        Path probe = Files.writeString(folder.resolve("probe"), "x".repeat(100_000));
        LogCut cut = new LogCut();
        return cut.take(probe, cut.most(90_000));
    }

    @Test
    void saysHowMuchItCouldNotKeep() throws IOException {
        write("x".repeat(2_999) + "\n");

        log.keep();

        assertThat(Files.size(folder.resolve("web.1.log"))).isEqualTo(2 * SMALL.size());
        assertThat(file).content().contains("event=output_dropped bytes=1000 ");
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
