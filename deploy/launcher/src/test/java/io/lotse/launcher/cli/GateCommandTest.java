package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code lotse report gate}, as a build uses it. */
class GateCommandTest {
    @TempDir
    private Path home;

    private StringWriter out;
    private StringWriter err;
    private Path baseline;

    @BeforeEach
    void writeABaseline() throws IOException {
        baseline = run("baseline.json", "steady", row("a", 100, 200, 0), row("b", 10, 20, 1));
    }

    @Test
    void aRunAsGoodAsTheBaselineWithinTheNoiseIsKept() throws IOException {
        Path run = run("run.json", "steady", row("a", 145, 270, 0.5), row("b", 32, 45, 1.75), row("new", 9e9, 9e9, 99));

        assertThat(gate("--run", run, "--baseline", baseline)).isZero();
        assertThat(out.toString())
                .isEqualTo("steady: 6 figures compared, all kept (baseline +25 %, and 20 ms or 0.50 points)\n");
    }

    @Test
    void whatIsWorseIsNamedWithWhatWasAllowed() throws IOException {
        Path run = run("run.json", "steady", row("a", 145.5, 200, 0), row("b", 10, 20, 1.76));

        assertThat(gate("--run", run, "--baseline", baseline)).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "ROW AGAINST FIGURE MEASURED ALLOWED BASELINE",
                        "a baseline p95_ms 145.50 145 100",
                        "b baseline failed_percent 1.76 1.75 1",
                        "steady: 2 of 6 figures not kept (baseline +25 %, and 20 ms or 0.50 points)");

        assertThat(gate("--run", run, "--baseline", baseline, "--percent", "50", "--points", "1"))
                .isZero();
    }

    @Test
    void whatIsMissingOrHadNoRequestsIsAFailure() throws IOException {
        Path without = run("run.json", "steady", row("a", 100, 200, 0));
        assertThat(gate("--run", without, "--baseline", baseline)).isEqualTo(1);
        assertThat(out.toString()).contains("b    baseline  (missing)");

        Path silent = run(
                "run.json", "steady", row("a", 100, 200, 0), row("b", 0, 0, 0).put("requests", 0));
        assertThat(gate("--run", silent, "--baseline", baseline)).isEqualTo(1);

        Path figureless = run(
                "run.json",
                "steady",
                row("a", 100, 200, 0),
                new JsonObject().put("name", "b").put("requests", 5));
        assertThat(gate("--run", figureless, "--baseline", baseline)).isEqualTo(1);
        assertThat(lines()).contains("b baseline p95_ms - 32.50 10");
    }

    @Test
    void limitsOfTheJourneyGoBeforeThoseOfTheRoute() throws IOException {
        Path config = write(
                "config.json",
                """
                {"defaults": {}, "routes": {"orders": {"p95_ms": 90}, "other": {"p95_ms": 1}},
                 "journeys": {"steady": {"b": {"p99_ms": 15}, "gone": {"p95_ms": 1}}, "spike": {"a": {"p95_ms": 1}}}}""");
        Path run = run("run.json", "steady", row("a", 100, 200, 0).put("route", "orders"), row("b", 10, 20, 1));

        assertThat(gate("--run", run, "--config", config)).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "ROW AGAINST FIGURE MEASURED ALLOWED BASELINE",
                        "a threshold p95_ms 100 90 -",
                        "b threshold p99_ms 20 15 -",
                        "gone threshold (missing) - - -",
                        "steady: 3 of 3 figures not kept");
    }

    @Test
    void ofSeveralRunsTheMediansCountAndBecomeABaseline() throws IOException {
        Path one = run("1.json", "steady", row("a", 100, 200, 0), row("b", 1, 2, 0));
        Path two = run("2.json", "steady", row("a", 900, 990, 9), row("b", 2, 3, 0));
        Path three = run("3.json", "steady", row("a", 120, 210, 0), row("b", 3, 4, 0));
        Path written = home.resolve("new.json");

        assertThat(gate("--run", one, "--run", two, "--run", three, "--write-baseline", written))
                .isZero();

        JsonObject first =
                new JsonObject(Files.readString(written)).getJsonArray("rows").getJsonObject(0);
        assertThat(first.getDouble("p95_ms")).isEqualTo(120);
        assertThat(first.getDouble("p99_ms")).isEqualTo(210);
        assertThat(gate("--run", three, "--baseline", written)).isZero();
        assertThat(gate("--run", two, "--baseline", written)).isEqualTo(1);
    }

    @Test
    void aRunThatBreaksItsLimitsBecomesNoBaseline() throws IOException {
        Path written = home.resolve("new.json");
        Path run = run("run.json", "steady", row("a", 1_000, 2_000, 0), row("b", 10, 20, 1));

        assertThat(gate("--run", run, "--baseline", baseline, "--write-baseline", written))
                .isEqualTo(1);
        assertThat(written).doesNotExist();
    }

    @Test
    void tellsProgramsAllFindings() throws IOException {
        Path run = run("run.json", "steady", row("a", 500, 200, 0));

        assertThat(gate("--run", run, "--baseline", baseline, "--json")).isEqualTo(1);

        JsonObject told = new JsonObject(out.toString());
        assertThat(told.getBoolean("kept")).isFalse();
        assertThat(told.getJsonObject("noise").getDouble("percent")).isEqualTo(25);
        assertThat(told.getJsonArray("findings").stream().map(JsonObject.class::cast))
                .contains(
                        new JsonObject(
                                """
                                {"row": "a", "against": "baseline", "kept": false, "figure": "p95_ms",
                                 "measured": 500.0, "allowed": 145.0, "baseline": 100.0}"""),
                        new JsonObject("{\"row\": \"b\", \"against\": \"baseline\", \"kept\": false}"));
    }

    @Test
    void whatCannotBeComparedIsWrongUsage() throws IOException {
        Path run = run("run.json", "steady", row("a", 1, 2, 0));
        Path spike = run("spike.json", "spike", row("a", 1, 2, 0));
        Path broken = write("broken.json", "{\"format\": 2, \"rows\": [{\"p95_ms\": 1}]}");

        assertThat(gate("--run", run)).isEqualTo(ExitCode.USAGE);
        assertThat(gate("--run", run, "--baseline", spike)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("the run is of steady and the baseline of spike");
        assertThat(gate("--run", broken, "--baseline", baseline)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "has format 2: this release reads 1; names no journey; has a row without a name; has no rows");
        assertThat(gate("--run", home.resolve("none"), "--baseline", baseline)).isEqualTo(ExitCode.USAGE);
        assertThat(gate("--run", write("list.json", "[]"), "--baseline", baseline))
                .isEqualTo(ExitCode.USAGE);
        assertThat(gate("--run", run, "--baseline", baseline, "--percent", "-1"))
                .isEqualTo(ExitCode.USAGE);
    }

    private static JsonObject row(String name, double p95, double p99, double failed) {
        return new JsonObject()
                .put("name", name)
                .put("requests", 100)
                .put("p95_ms", p95)
                .put("p99_ms", p99)
                .put("failed_percent", failed);
    }

    private Path run(String file, String journey, JsonObject... rows) throws IOException {
        return write(
                file,
                new JsonObject()
                        .put("format", 1)
                        .put("journey", journey)
                        .put("rows", Stream.of(rows).toList())
                        .encode());
    }

    private Path write(String file, String text) throws IOException {
        return Files.writeString(home.resolve(file), text);
    }

    private Stream<String> lines() {
        return out.toString().lines().map(line -> line.strip().replaceAll(" +", " "));
    }

    private int gate(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine lotse =
                Cli.commandLine(Map.of("LOTSE_HOME", home.toString()), config -> Future.failedFuture("no room"));
        lotse.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return lotse.execute(
                Stream.concat(Stream.of("report", "gate"), Stream.of(arguments).map(Object::toString))
                        .toArray(String[]::new));
    }
}
