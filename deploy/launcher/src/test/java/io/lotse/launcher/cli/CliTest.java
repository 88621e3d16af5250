package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class CliTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private StandInControl control;

    @BeforeEach
    void setUp() throws IOException {
        control = new StandInControl();
        environment.put("LOTSE_HOME", home.toString());
        environment.put("LOTSE_CONTROL", control.url());
    }

    @AfterEach
    void tearDown() {
        control.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "start --help",
                "stop --help",
                "status --help",
                "health --help",
                "run --help",
                "demo --help",
                "network --help",
                "events --help",
                "events publish --help",
                "events tail --help",
                "register --help",
                "deregister --help",
                "services --help",
                "endpoint --help",
                "ports --help",
                "ports list --help",
                "ports why --help",
                "config --help",
                "config show --help",
                "config set --help"
            })
    void everyCommandHelpsInLinesThatFitATerminal(String line) {
        assertThat(run(line)).isZero();
        assertThat(out.toString()).contains("Usage: lotse").doesNotContain("null");
        assertThat(out.toString().lines()).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void wrongUsageIsOneLineAndAHint() {
        assertThat(run("start --gateway-port")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lotse: Missing required parameter for option '--gateway-port' (PORT)",
                        "Try: lotse start --help");
    }

    @Test
    void guessesTheOptionThatWasMeant() {
        assertThat(run("start --gateway-prot=1")).isEqualTo(2);
        assertThat(err.toString()).contains("--gateway-prot").contains("--gateway-port");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString()).startsWith("lotse: give a command: start, stop, status");
    }

    @Test
    void wrongConfigurationIsToldWholeWithoutAStackTrace() throws IOException {
        Path file = Files.writeString(home.resolve("lotse.yaml"), "gateway_port: 70000\nnmae: x\n");
        environment.put("LOTSE_MODE", "fast");

        assertThat(run("start --config " + file)).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("gateway_port: 70000 is no port"))
                .anySatisfy(line -> assertThat(line).contains("nmae: is no setting: did you mean name?"))
                .anySatisfy(line -> assertThat(line).contains("LOTSE_MODE: fast is no mode"))
                .noneSatisfy(line -> assertThat(line).contains("Exception"));
    }

    @Test
    void aNodeThatDoesNotStartIsOneLineAndOne() {
        assertThat(run("start --name a")).isEqualTo(1);
        assertThat(err.toString()).contains("lotse: the node did not start: no room");
    }

    @Test
    void aSecondNodeOnADataFolderIsRefused() {
        FolderLock first =
                FolderLock.tryTake(home.resolve("a").resolve("node.lock")).orElseThrow();

        assertThat(run("start --name a")).isEqualTo(1);
        assertThat(err.toString()).startsWith("lotse: a node runs in " + home.resolve("a") + " already");
        first.close();
    }

    @Test
    void withoutANodeItIsToldWhatToDo() {
        environment.remove("LOTSE_CONTROL");

        assertThat(run("services")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("lotse: no node runs on this host: start one with lotse start, or give --control URL");
    }

    @Test
    void aNodeThatDoesNotAnswerIsOneLine() {
        control.close();

        assertThat(run("services")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("lotse: no node answers at " + control.url());
    }

    @Test
    void refusesAControlThatIsNoUrl() {
        assertThat(run("services --control localhost:8010")).isEqualTo(2);
        assertThat(err.toString()).contains("--control: localhost:8010 is no URL of a node");
    }

    @Test
    void aProblemIsItsCodeItsDetailAndEachField() {
        assertThat(run("register --name a/b --health x")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lotse: invalid-request: The request has 2 mistakes",
                        "lotse:   service_name: holds a slash",
                        "lotse:   health_path: begins with no slash");
    }

    @Test
    void registersShowsAndDeregisters() {
        assertThat(run("register --name hello --id hello-9 --port 4711 --type web --range 4000-5000"))
                .isZero();
        assertThat(run("endpoint hello-9")).isZero();
        assertThat(run("deregister hello-9")).isZero();
        assertThat(run("endpoint hello-9")).isEqualTo(1);

        assertThat(out.toString().lines())
                .containsExactly("hello-9 127.0.0.1:4711", "127.0.0.1:4711", "deregistered hello-9");
        assertThat(err.toString()).isEqualTo("lotse: unknown-instance: there is no hello-9" + System.lineSeparator());
    }

    @Test
    void listsAllPagesInAlignedColumns() {
        List.of("one", "two", "three").forEach(id -> run("register --name s --port 4711 --id " + id));
        out.getBuffer().setLength(0);

        assertThat(run("services")).isZero();

        assertThat(out.toString().lines().map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactly("ID", "one", "three", "two");
        assertThat(out.toString().lines().map(line -> line.indexOf(" s") + line.indexOf("SERVICE")))
                .hasSize(4);
    }

    @Test
    void listsAsJsonToo() {
        run("register --name s --port 4711 --id one");
        out.getBuffer().setLength(0);

        assertThat(run("services --json")).isZero();

        assertThat(new JsonObject(out.toString())
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getInteger("port"))
                .isEqualTo(4711);
    }

    @Test
    void changesPartOfTheConfiguration() {
        assertThat(run("config set reserved_ports=8080,9090 service_type_ranges=web:8000-8099 heartbeat_timeout=5"))
                .isZero();

        assertThat(out.toString())
                .containsPattern("default_port_range +20000-29999")
                .containsPattern("reserved_ports +8080,9090")
                .containsPattern("service_type_ranges +web:8000-8099")
                .containsPattern("heartbeat_timeout +5 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ports=1", "reserved_ports=x", "default_port_range=9-8", "heartbeat_timeout"})
    void refusesAChangeThatIsNone(String change) {
        assertThat(run("config set " + change)).isEqualTo(2);
        assertThat(err.toString()).startsWith("lotse: " + change + ": give ");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void healthFailsWhileTheNodeIsNotReady() {
        assertThat(run("health")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("lotse: not-ready: not yet");
    }

    @Test
    void stopsNothingWhereNothingRuns() {
        assertThat(run("stop")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("lotse: no node of this user runs on this host");
    }

    private int run(String line) {
        CommandLine lotse = Cli.commandLine(environment, config -> Future.failedFuture("no room"));
        lotse.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        lotse.setUsageHelpAutoWidth(false);
        return lotse.execute(line.isEmpty() ? new String[0] : line.split(" "));
    }
}
