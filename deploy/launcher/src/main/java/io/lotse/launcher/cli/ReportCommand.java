package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFormat;
import io.lotse.contracts.reports.ReportPage;
import io.lotse.contracts.reports.ReportRequest;
import io.lotse.contracts.reports.ReportSummary;

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

    @Mixin
    private ReportOutput output;

    private ReportCommand(Map<String, String> environment) {
        super(environment);
    }

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new ReportCommand(environment))
                .addSubcommand(new ListReports(environment))
                .addSubcommand(new ShowReport(environment))
                .addSubcommand(new RecommendationCommands.Applied(environment))
                .addSubcommand(new RecommendationCommands.Withdraw(environment))
                .addSubcommand(new ScalingCommand(environment))
                .addSubcommand(new GateCommand());
    }

    @Override
    public Integer call() {
        ReportFormat wanted = output.format(this);
        ControlClient client = client(MAKING);
        Report report = client.send("POST", Paths.REPORTS, new ReportRequest(service, since, null), Map.of())
                .as(Report.class);
        return output.write(this, client, report.summary().id(), wanted);
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
            return show(
                    client().get(Paths.REPORTS + ControlClient.query(Collections.singletonMap("service", service))),
                    answer -> show(answer.as(ReportPage.class).items()));
        }

        private void show(List<ReportSummary> items) {
            if (items.isEmpty()) {
                print("no report is kept; lotse report makes one");
                return;
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

        @Mixin
        private ReportOutput output;

        ShowReport(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return output.write(this, client(), id, output.format(this));
        }
    }
}
