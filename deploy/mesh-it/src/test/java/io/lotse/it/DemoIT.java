package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a newcomer starts first. */
@Isolated("eight programs that start at once want the processors for themselves")
class DemoIT {
    private static final Pattern LISTENER = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern TOTAL = Pattern.compile("ended: (\\d+) requests, \\d+ failed.* (\\d+) events?;");

    @TempDir
    private Path home;

    @Test
    void showsThreeNodesAndFiveServicesAtWorkAndLeavesNothingBehind() throws Exception {
        Process demo = start("--duration", "6s");
        await().atMost(180, SECONDS).until(this::said, said -> said.contains("Look at") || !demo.isAlive());
        List<ProcessHandle> processes = demo.descendants().toList();

        assertThat(demo.waitFor(120, SECONDS)).as(said()).isTrue();

        assertThat(demo.exitValue()).as(said()).isZero();
        assertThat(said().lines().map(DemoIT::firstWord))
                .contains("north", "east", "west", "stock", "billing", "mail", "orders", "web");
        Matcher total = TOTAL.matcher(said());
        assertThat(total.find()).as(said()).isTrue();
        assertThat(Integer.parseInt(total.group(1))).isGreaterThan(20);
        assertThat(Integer.parseInt(total.group(2))).isPositive();
        assertThat(said()).doesNotContain("WARN", "ERROR");
        assertThat(processes).hasSizeGreaterThanOrEqualTo(8);
        assertNothingIsLeftOf(processes);
    }

    private Process start(String... options) throws IOException {
        String[] arguments =
                Stream.concat(Stream.of("demo"), Stream.of(options)).toArray(String[]::new);
        return new Lotse(home)
                .builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said.txt").toFile())
                .start();
    }

    private String said() {
        try {
            return Files.readString(home.resolve("said.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstWord(String line) {
        return line.split(" ", 2)[0];
    }

    private void assertNothingIsLeftOf(List<ProcessHandle> processes) {
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(LISTENER.matcher(said()).results().map(found -> Integer.parseInt(found.group(1))))
                .isNotEmpty()
                .noneMatch(DemoIT::listens);
        assertThat(home.resolve("demo")).isEmptyDirectory();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
