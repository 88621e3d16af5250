package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.health.ThresholdSource;
import io.lotse.contracts.health.ThresholdValue;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdsCommandTest {
    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private StandInControl control;

    @BeforeEach
    void setUp() throws IOException {
        control = new StandInControl();
    }

    @AfterEach
    void tearDown() {
        control.close();
    }

    @Test
    void changesOnePlaceAndLeavesTheRest() {
        assertThat(run("set", "cpu_percent=60:85", "consecutive=5")).isZero();
        assertThat(run("set", "--service", "orders", "critical=true", "queued=100:", "memory_percent=off"))
                .isZero();
        assertThat(run("set", "--service", "orders", "--path", "/checkout", "response_time_ms=:0.5"))
                .isZero();
        assertThat(run("set", "--service", "orders", "--endpoint", "a:1")).isZero();

        assertThat(settings())
                .isEqualTo(
                        new JsonObject(
                                """
                        {"defaults": {"cpu_percent": {"warning": 60, "critical": 85}, "consecutive": 5},
                         "services": {"orders": {"critical": true, "queued": {"warning": 100}, "memory_percent": "off",
                             "paths": {"/checkout": {"response_time_ms": {"critical": 0.5}}},
                             "endpoints": {"a:1": {}}}}}"""));
        assertThat(out.toString()).contains("set, revision 7");
    }

    @Test
    void takesBackWhatWasNamedAndPlacesThatSayNothingAnyMore() {
        run("set", "consecutive=5", "critical=true");
        run("set", "--service", "orders", "--path", "/checkout", "critical=false");

        assertThat(run("reset", "consecutive")).isZero();
        assertThat(run("reset", "--service", "orders", "--path", "/checkout")).isZero();
        assertThat(settings()).isEqualTo(new JsonObject("{\"defaults\": {\"critical\": true}, \"services\": {}}"));
        assertThat(run("reset", "--all")).isZero();
        assertThat(settings()).isEqualTo(new JsonObject("{\"defaults\": {}, \"services\": {}}"));
    }

    @Test
    void takesAWholeFile() throws IOException {
        Path file = Files.writeString(home.resolve("t.json"), "{\"defaults\": {\"consecutive\": 2}}");

        assertThat(run("set", "--file", file.toString())).isZero();

        assertThat(settings().getJsonObject("defaults").getInteger("consecutive"))
                .isEqualTo(2);
    }

    @Test
    void showsValuesWithWhoSaysThem() {
        control.effective = List.of(
                new ThresholdValue(null, null, null, "consecutive", 3, ThresholdSource.BUILT_IN),
                new ThresholdValue(
                        "orders", null, "/checkout", "response_time_ms", Map.of("warning", 200), ThresholdSource.MESH));

        assertThat(run("show", "--service", "orders")).isZero();

        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "SERVICE ENDPOINT OR PATH WHAT VALUE SOURCE",
                        "(all) - consecutive 3 built-in",
                        "orders /checkout response_time_ms warning 200 mesh");
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        assertThat(run("set")).isEqualTo(ExitCode.USAGE);
        assertThat(run("set", "cpu_percent")).isEqualTo(ExitCode.USAGE);
        assertThat(run("set", "cpu_percent=much")).isEqualTo(ExitCode.USAGE);
        assertThat(run("set", "--path", "/a", "critical=true")).isEqualTo(ExitCode.USAGE);
        assertThat(run("set", "--file", home.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(run("reset")).isEqualTo(ExitCode.USAGE);
        assertThat(run("show", "--service", "a", "--path", "/a", "--endpoint", "b"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(control.heard("PUT")).isZero();
        assertThat(err.toString())
                .contains("cpu_percent=much: give WARNING:CRITICAL such as 70:90")
                .contains("give --service, too");
    }

    private JsonObject settings() {
        return ContractCodec.encode(control.thresholds);
    }

    private int run(String... arguments) {
        CommandLine lotse = Cli.commandLine(
                Map.of("LOTSE_HOME", home.toString(), "LOTSE_CONTROL", control.url()),
                config -> Future.failedFuture("no room"));
        lotse.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "thresholds";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return lotse.execute(all);
    }
}
