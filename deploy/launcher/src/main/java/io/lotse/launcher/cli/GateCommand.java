package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.lotse.contracts.Counts;
import io.lotse.launcher.gate.Gate;
import io.lotse.launcher.gate.GateException;
import io.lotse.launcher.gate.LoadLimits;
import io.lotse.launcher.gate.Noise;
import io.lotse.launcher.gate.RunFile;

/** {@code lotse report gate}. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        header = "Say whether a load run is good enough: 0 if it is, else 1 and why.",
        footer = {
            "",
            "A run may be worse than the baseline by --percent of it and, on top,",
            "by --millis or --points. A row that is missing is a failure.",
            "",
            "By example:",
            "  perf/run steady",
            "  lotse report gate --run perf/gatling/target/run.json --baseline b.json",
            "  lotse report gate --run 1.json --run 2.json --write-baseline b.json"
        })
final class GateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--run",
            paramLabel = "FILE",
            required = true,
            description = "What a run measured (perf/run writes it). Of several the medians count.")
    private List<Path> runs;

    @Option(names = "--baseline", paramLabel = "FILE", description = "What it is compared with.")
    private Path baseline;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "An observer_config.json: its routes and journeys are limits.")
    private Path config;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "Write the run there as a baseline, if it keeps its limits.")
    private Path written;

    @Option(
            names = "--percent",
            paramLabel = "N",
            defaultValue = "25",
            description = "So much worse it may be. Default: ${DEFAULT-VALUE}.")
    private double percent;

    @Option(
            names = "--millis",
            paramLabel = "N",
            defaultValue = "20",
            description = "And so many milliseconds longer. Default: ${DEFAULT-VALUE}.")
    private double millis;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "0.5",
            description = "And so many more of 100 may fail. Default: ${DEFAULT-VALUE}.")
    private double points;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        if (baseline == null && config == null && written == null) {
            throw wrongUsage("give what to compare with: --baseline, --config or both; or --write-baseline");
        }
        if (percent < 0 || millis < 0 || points < 0) {
            throw wrongUsage("--percent, --millis and --points are 0 or more");
        }
        try {
            List<RunFile> all = new ArrayList<>();
            for (Path run : runs) {
                all.add(RunFile.read(run));
            }
            RunFile run = RunFile.median(all);
            Gate gate = new Gate(
                    config == null ? LoadLimits.NONE : LoadLimits.read(config), new Noise(percent, millis, points));
            List<Gate.Finding> findings = gate.compare(run, baseline == null ? null : RunFile.read(baseline));
            boolean kept = findings.stream().allMatch(Gate.Finding::kept);
            show(run, findings, kept);
            if (kept && written != null) {
                Files.writeString(written, run.json().encodePrettily() + "\n");
            }
            return kept ? ExitCode.OK : ExitCode.REFUSED;
        } catch (GateException e) {
            throw wrongUsage(e.getMessage());
        } catch (IOException e) {
            throw wrongUsage(written + " cannot be written: " + e.getMessage());
        }
    }

    private void show(RunFile run, List<Gate.Finding> findings, boolean kept) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonArray rows = new JsonArray();
            findings.forEach(finding -> rows.add(asJson(finding)));
            out.println(new JsonObject()
                    .put("kept", kept)
                    .put("journey", run.journey())
                    .put(
                            "noise",
                            new JsonObject()
                                    .put("percent", percent)
                                    .put("millis", millis)
                                    .put("points", points))
                    .put("findings", rows)
                    .encodePrettily());
        } else {
            List<Gate.Finding> broken =
                    findings.stream().filter(finding -> !finding.kept()).toList();
            if (!broken.isEmpty()) {
                Table table = new Table("ROW", "AGAINST", "FIGURE", "MEASURED", "ALLOWED", "BASELINE");
                broken.forEach(finding -> table.row(
                        finding.row(),
                        finding.against(),
                        finding.measure() == null
                                ? "(missing)"
                                : finding.measure().key(),
                        number(finding.measured()),
                        number(finding.allowed()),
                        number(finding.baseline())));
                table.print(out);
            }
            out.println(run.journey() + ": "
                    + (kept
                            ? Counts.of(findings.size(), "figure") + " compared, all kept"
                            : broken.size() + " of " + Counts.of(findings.size(), "figure") + " not kept")
                    + (baseline == null
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    " (baseline +%s %%, and %s ms or %s points)",
                                    number(percent),
                                    number(millis),
                                    number(points))));
        }
        out.flush();
    }

    private static JsonObject asJson(Gate.Finding finding) {
        JsonObject json = new JsonObject()
                .put("row", finding.row())
                .put("against", finding.against())
                .put("kept", finding.kept());
        if (finding.measure() != null) {
            json.put("figure", finding.measure().key());
        }
        if (finding.measured() != null) {
            json.put("measured", finding.measured());
        }
        if (finding.allowed() != null) {
            json.put("allowed", finding.allowed());
        }
        if (finding.baseline() != null) {
            json.put("baseline", finding.baseline());
        }
        return json;
    }

    /** Null as it is, for the table's dash. */
    private static String number(Double value) {
        return value == null ? null : String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
