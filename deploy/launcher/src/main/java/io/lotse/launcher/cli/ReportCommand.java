package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Counts;
import io.lotse.contracts.reports.AppliedList;
import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.RecommendationMark;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFormat;
import io.lotse.contracts.reports.ReportPage;
import io.lotse.contracts.reports.ReportRequest;
import io.lotse.contracts.reports.ReportSummary;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ScalingList;

/** {@code lotse report}, {@code report list}, {@code show}, {@code applied}, {@code withdraw}, {@code scaling} and {@code gate}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Make a report: what to change, by what it costs users.",
        footer = {
            "",
            "Without a command it makes a report. It is kept, and found from any node.",
            "Exit codes: 0 it is made, 1 it is not, 2 wrong options."
        })
final class ReportCommand extends ControlCommand {
    /** A little more than a node may take for a report on the mesh. */
    private static final Duration MAKING = Duration.ofSeconds(70);

    @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service. Default: the whole mesh.")
    private String service;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "24h",
            description = "Of the time since then, such as 30m, 24h, 7d. Default: ${DEFAULT-VALUE}.")
    private Duration since;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "md, html, csv or json. Default: by the end of the file's name, else md.")
    private String format;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: standard output.")
    private Path out;

    private ReportCommand(Map<String, String> environment) {
        super(environment);
    }

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new ReportCommand(environment))
                .addSubcommand(new ListReports(environment))
                .addSubcommand(new ShowReport(environment))
                .addSubcommand(new Applied(environment))
                .addSubcommand(new Withdraw(environment))
                .addSubcommand(new Scaling(environment))
                .addSubcommand(new GateCommand());
    }

    @Override
    public Integer call() throws IOException {
        ReportFormat wanted = format(this, format, out);
        ControlClient client = client(MAKING);
        Report report = client.send("POST", Paths.REPORTS, new ReportRequest(service, since, null), Map.of())
                .as(Report.class);
        return write(this, client, report.summary().id(), wanted, out);
    }

    private static ReportFormat format(ControlCommand command, String format, Path out) {
        if (format != null) {
            return ReportFormat.of(format)
                    .orElseThrow(() ->
                            command.wrongUsage("--format: " + format + " is no format: give md, html, csv or json"));
        }
        String name = out == null ? "" : out.getFileName().toString();
        return ReportFormat.of(name.substring(name.lastIndexOf('.') + 1)).orElse(ReportFormat.MARKDOWN);
    }

    private static int write(ControlCommand command, ControlClient client, String id, ReportFormat format, Path out)
            throws IOException {
        String text = client.get(Paths.REPORTS + "/" + ControlClient.segment(id) + "." + format.suffix())
                .body();
        if (out == null) {
            command.out().print(text);
            command.out().flush();
            return ExitCode.OK;
        }
        try {
            Files.writeString(out, text);
        } catch (IOException e) {
            throw new Refusal("cannot write " + out + " (" + e + "): give a file in a folder that is there");
        }
        command.err().println("lotse: " + out + " holds report " + id);
        command.err().flush();
        return ExitCode.OK;
    }

    /** {@code lotse report list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the reports that are kept.")
    private static final class ListReports extends ShowCommand {
        @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service.")
        private String service;

        ListReports(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            Map<String, String> query = new HashMap<>();
            query.put("service", service);
            ControlClient.Answer answer = client().get(Paths.REPORTS + ControlClient.query(query));
            if (json()) {
                printJson(answer.json());
                return ExitCode.OK;
            }
            List<ReportSummary> items = answer.as(ReportPage.class).items();
            if (items.isEmpty()) {
                print("no report is kept; lotse report makes one");
                return ExitCode.OK;
            }
            Table table = new Table("REPORT", "OF", "FROM", "TO", "FINDINGS", "LOST", "BY");
            items.forEach(r -> table.row(
                    r.id(),
                    r.service() == null ? "the mesh" : r.service(),
                    r.from(),
                    r.to(),
                    r.findings(),
                    Math.round(r.lostSeconds()) + " s",
                    r.node() + (r.scheduled() ? ", on schedule" : "")));
            table.print(out());
            return ExitCode.OK;
        }
    }

    /** {@code lotse report show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show a report that is kept.")
    private static final class ShowReport extends ControlCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "REPORT",
                defaultValue = "latest",
                description = "Its id, or latest. Default: ${DEFAULT-VALUE}.")
        private String id;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "md, html, csv or json. Default: by the end of the file's name, else md.")
        private String format;

        @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: standard output.")
        private Path out;

        ShowReport(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() throws IOException {
            return write(this, client(), id, format(this, format, out), out);
        }
    }

    /** {@code lotse report applied}. */
    @Command(
            name = "applied",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Note that a recommendation was applied, or list those that were.",
            footer = {"", "Later reports say whether it helped."})
    private static final class Applied extends ShowCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "ID",
                description = "The finding's id, such as slow:orders. Without one: list.")
        private String id;

        @Option(names = "--by", paramLabel = "WHO", description = "By whom.")
        private String by;

        @Option(names = "--note", paramLabel = "TEXT", description = "What was done.")
        private String note;

        @Option(
                names = "--ago",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "So long ago, such as 30m. Default: now.")
        private Duration ago;

        Applied(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            if (id == null) {
                return list();
            }
            JsonObject mark = ContractCodec.encode(new RecommendationMark(
                    null, by, note, ago == null ? null : java.time.Instant.now().minus(ago)));
            ControlClient.Answer answer =
                    client().send("PUT", Paths.RECOMMENDATIONS + "/" + ControlClient.segment(id), mark, Map.of());
            if (json()) {
                printJson(answer.json());
            } else {
                AppliedRecommendation applied = answer.as(AppliedRecommendation.class);
                print(applied.id() + " is noted as applied at " + applied.appliedAt()
                        + "; later reports say whether it helped");
            }
            return ExitCode.OK;
        }

        private int list() {
            ControlClient.Answer answer = client().get(Paths.RECOMMENDATIONS);
            if (json()) {
                printJson(answer.json());
                return ExitCode.OK;
            }
            List<AppliedRecommendation> items = answer.as(AppliedList.class).items();
            if (items.isEmpty()) {
                print("no recommendation is noted as applied; lotse report applied ID notes one");
                return ExitCode.OK;
            }
            Table table = new Table("RECOMMENDATION", "APPLIED", "BY", "NOTE");
            items.forEach(a -> table.row(a.id(), a.appliedAt(), a.by(), a.note()));
            table.print(out());
            return ExitCode.OK;
        }
    }

    /** {@code lotse report withdraw}. */
    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            header = "Note that a recommendation was not applied after all.")
    private static final class Withdraw extends ShowCommand {
        @Parameters(paramLabel = "ID", description = "The finding's id.")
        private String id;

        Withdraw(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            ControlClient.Answer answer =
                    client().send("DELETE", Paths.RECOMMENDATIONS + "/" + ControlClient.segment(id), null, Map.of());
            if (json()) {
                printJson(answer.json());
            } else {
                print(id + " is noted as applied no more");
            }
            return ExitCode.OK;
        }
    }

    /** {@code lotse report scaling}. */
    @Command(
            name = "scaling",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Show how many instances services should have, and why.",
            footer = {
                "",
                "--plain prints a line for each service that something can be said of:",
                "  SERVICE CURRENT RECOMMENDED MIN MAX VALID-UNTIL     (- for no MAX)"
            })
    private static final class Scaling extends ShowCommand {
        @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service. Default: all.")
        private String service;

        @Option(names = "--plain", description = "Words only, for scripts.")
        private boolean plain;

        Scaling(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            Map<String, String> query = new HashMap<>();
            query.put("service", service);
            ControlClient.Answer answer = client().get(Paths.SCALING + ControlClient.query(query));
            if (json()) {
                printJson(answer.json());
                return ExitCode.OK;
            }
            List<ScalingAdvice> items = answer.as(ScalingList.class).items();
            if (plain) {
                items.stream().filter(a -> a.recommended() != null).forEach(a -> print(line(a)));
                return ExitCode.OK;
            }
            Table table = new Table("SERVICE", "NOW", "RECOMMENDED", "WHY");
            items.forEach(a -> table.row(a.serviceName(), a.current(), a.recommended(), a.reason()));
            table.print(out());
            items.stream().filter(a -> !a.arithmetic().isEmpty()).forEach(a -> {
                print("");
                print(a.serviceName() + ":");
                a.arithmetic().forEach(step -> print("  " + step));
            });
            long silent = items.stream().filter(a -> a.recommended() == null).count();
            if (silent > 0) {
                print("");
                print("nothing can be said of " + Counts.of(silent, "service"));
            }
            return ExitCode.OK;
        }

        private static String line(ScalingAdvice a) {
            return a.serviceName() + " " + a.current() + " " + a.recommended() + " " + a.min() + " "
                    + (a.max() == null ? "-" : a.max()) + " " + a.validUntil();
        }
    }
}
