package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** Logs that lie on this host, of nodes that do not run. */
class LogsCommandTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void setUp() throws IOException {
        write("a/logs/lotse.1.log", "time=2026-01-01T00:00:00.000Z level=INFO logger=x event=oldest\n");
        write(
                "a/logs/lotse.log",
                "time=2026-01-02T00:00:00.000Z level=INFO logger=x event=old\n"
                        + "time=2026-01-03T00:00:00.000Z level=WARN logger=x thread=t event=new node=a why=\"b c\"\n"
                        + "\tat its.stack.Trace\n");
        write("a/logs/monitor.log", "time=2026-01-02T00:00:00.000Z level=INFO logger=monitor event=node_up\n");
        write("b/logs/monitor.log", "time=2026-01-02T00:00:00.000Z level=INFO logger=monitor event=node_up\n");
        write("a/logs/scripts/web-1.log", "restarted\n");
        write("a/logs/environments/pr-7.log", "time=2026-01-02T00:00:00.000Z event=created\n");
        write("a/logs/services/shop/web.log", "GET /\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    private int logs(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine lotse =
                Cli.commandLine(Map.of("LOTSE_HOME", home.toString()), config -> Future.failedFuture("no node here"));
        lotse.setOut(new PrintWriter(out));
        lotse.setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 1];
        all[0] = "logs";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return lotse.execute(all);
    }

    @Test
    void withoutANameItListsWhatThereIs() {
        assertThat(logs()).isZero();
        assertThat(out.toString().lines().map(line -> line.split(" +")).map(cells -> cells[0] + " " + cells[1]))
                .containsExactly(
                        "NODE LOG", "a env/pr-7", "a monitor", "a node", "a script/web-1", "a shop/web", "b monitor");
    }

    @Test
    void aLogGoesOnFromTheFilesThatItWasRotatedTo() {
        assertThat(logs("node")).isZero();
        assertThat(out.toString().lines()).hasSize(4).first().asString().endsWith("event=oldest");
        assertThat(logs("node", "-n", "2")).isZero();
        assertThat(out.toString()).startsWith("time=2026-01-03").endsWith("Trace\n");
    }

    @Test
    void linesWithoutATimeBelongToTheOneAbove() {
        assertThat(logs("node", "--since", "2026-01-02T12:00:00Z")).isZero();
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void onlyLinesInWhichSomethingIsFoundAreShown() {
        assertThat(logs("node", "--grep", "event=(old|new) ?")).isZero();
        assertThat(out.toString().lines()).hasSize(3);
        assertThat(logs("node", "-n", "1", "--grep", "event=")).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(logs("node", "--grep", "(")).isEqualTo(2);
        assertThat(err.toString()).contains("is no regular expression");
    }

    @Test
    void eachLineIsAnObjectForPrograms() {
        assertThat(logs("node", "--json", "-n", "2")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "{\"time\":\"2026-01-03T00:00:00.000Z\",\"level\":\"WARN\",\"logger\":\"x\",\"thread\":\"t\","
                                + "\"event\":\"new\",\"node\":\"a\",\"why\":\"b c\"}",
                        "{\"message\":\"\\tat its.stack.Trace\"}");
    }

    @Test
    void whoseLogItIsHasToBeSaidWhereSeveralHaveOne() {
        assertThat(logs("monitor")).isEqualTo(1);
        assertThat(err.toString()).contains("--node with one of a, b");
        assertThat(logs("monitor", "--node", "b")).isZero();
        assertThat(out.toString()).contains("event=node_up");
        assertThat(logs("script/web-1")).isZero();
        assertThat(out.toString()).isEqualTo("restarted\n");
        assertThat(logs("env/pr-8")).isEqualTo(1);
        assertThat(err.toString()).contains("lotse logs shows which there are");
    }

    @Test
    void whatANodeThatIsDownLeftIsReadFromItsFile() {
        assertThat(logs("web")).isZero();
        assertThat(out.toString()).isEqualTo("GET /\n");
        assertThat(err.toString()).contains("this is from its file");
        assertThat(logs("--node", "a", "-n", "1")).isZero();
        assertThat(out.toString()).contains("Trace");
        assertThat(logs("other")).isEqualTo(1);
    }

    @Test
    void aLogThatIsRotatedIsFollowedIntoItsNewFile() throws IOException {
        Path log = home.resolve("a/logs/monitor.log");
        LocalLogReader reader = new LocalLogReader(log, new LogFilter(null, null, false));
        assertThat(reader.last(10)).hasSize(1);

        Files.writeString(log, "one\ntw", StandardOpenOption.APPEND);
        assertThat(reader.more()).containsExactly("one");
        Files.writeString(log, "o\n", StandardOpenOption.APPEND);
        assertThat(reader.more()).containsExactly("two");
        Files.writeString(log, "three\n");
        assertThat(reader.more()).isEqualTo(List.of("three"));
    }
}
