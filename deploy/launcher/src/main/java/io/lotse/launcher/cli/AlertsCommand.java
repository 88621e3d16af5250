package io.lotse.launcher.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.Counts;
import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertAcknowledging;
import io.lotse.contracts.alerts.AlertDetail;
import io.lotse.contracts.alerts.AlertPage;
import io.lotse.contracts.alerts.AlertStatus;
import io.lotse.contracts.alerts.Delivery;
import io.lotse.contracts.alerts.TrialReport;
import io.lotse.contracts.alerts.TrialResult;

/** {@code lotse alerts}: list, show, ack, silence, silences, unsilence, config, set and test. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        header = "Show what is wrong and who is told; acknowledge, silence, try channels.",
        footer = {"", "Without a command: list."})
final class AlertsCommand extends ShowCommand {
    @Mixin
    private Filters filters;

    private AlertsCommand(Map<String, String> environment) {
        super(environment);
    }

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new AlertsCommand(environment))
                .addSubcommand(new ListAlerts(environment))
                .addSubcommand(new ShowAlert(environment))
                .addSubcommand(new Acknowledge(environment))
                .addSubcommand(new SilenceCommands.Make(environment))
                .addSubcommand(new SilenceCommands.Show(environment))
                .addSubcommand(new SilenceCommands.End(environment))
                .addSubcommand(new AlertConfigCommands.Show(environment))
                .addSubcommand(new AlertConfigCommands.Change(environment))
                .addSubcommand(new TryChannels(environment));
    }

    @Override
    public Integer call() {
        return list(this, filters);
    }

    /** What alerts are to be listed. */
    static final class Filters {
        @Option(names = "--service", paramLabel = "SERVICE", description = "Only those of this service.")
        private String service;

        @Option(names = "--severity", paramLabel = "SEVERITY", description = "Only info, warning or critical.")
        private String severity;

        @Option(
                names = "--status",
                paramLabel = "STATUS",
                description = "Only firing, acknowledged, silenced, inhibited or resolved.")
        private String status;

        @Option(names = "--all", description = "Those that hold no more, too.")
        private boolean all;

        private String query(String cursor) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("service", service);
            query.put("severity", severity);
            query.put("status", status);
            query.put("all", all ? "true" : null);
            query.put("cursor", cursor);
            return ControlClient.query(query);
        }
    }

    private static int list(ShowCommand command, Filters filters) {
        ControlClient client = command.client();
        Listing<Alert> alerts = Listing.of(
                cursor -> client.get(Paths.ALERTS + filters.query(cursor)).as(AlertPage.class),
                AlertPage::items,
                AlertPage::next);
        if (command.json()) {
            command.printJson(alerts);
        } else if (alerts.items().isEmpty()) {
            command.print("nothing is wrong, as far as alerts tell");
        } else {
            Table table = new Table("ID", "SEVERITY", "STATUS", "SINCE", "WHAT");
            alerts.items()
                    .forEach(a ->
                            table.row(a.id(), a.severity().wireName(), status(a), Ages.since(a.since()), a.detail()));
            table.print(command.out());
        }
        return ExitCode.OK;
    }

    private static String status(Alert alert) {
        return alert.status().wireName() + (alert.flapping() ? ", flapping" : "");
    }

    /** {@code lotse alerts list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, header = "List alerts, the newest first.")
    private static final class ListAlerts extends ShowCommand {
        @Mixin
        private Filters filters;

        ListAlerts(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return list(this, filters);
        }
    }

    /** {@code lotse alerts show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            header = "Show an alert, what happened to it and who was told.")
    private static final class ShowAlert extends ShowCommand {
        @Parameters(paramLabel = "ID", description = "The alert's id, or the beginning of it.")
        private String id;

        ShowAlert(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().get(Paths.ALERTS + "/" + ControlClient.segment(id)),
                    answer -> show(answer.as(AlertDetail.class)));
        }

        private void show(AlertDetail detail) {
            Alert alert = detail.alert();
            print(alert.severity().wireName() + ", " + status(alert) + ": " + alert.detail());
            alert.labels().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(label -> print("    " + label.getKey() + "=" + label.getValue()));
            if (alert.acknowledgement() != null) {
                String comment = alert.acknowledgement().comment();
                print("acknowledged by " + alert.acknowledgement().author() + ", "
                        + Ages.since(alert.acknowledgement().at()) + (comment == null ? "" : ": " + comment));
            }
            if (alert.status() == AlertStatus.SILENCED) {
                print("silenced by " + String.join(", ", alert.silencedBy()));
            }
            if (alert.status() == AlertStatus.INHIBITED) {
                print("explained by " + alert.inhibitedBy());
            }
            print("history");
            detail.history()
                    .forEach(h -> print("    " + h.at() + " " + h.change().wireName() + ": " + h.detail()));
            print(detail.deliveries().isEmpty() ? "nobody was told" : "told");
            detail.deliveries().forEach(d -> print("    " + line(d)));
        }

        private static String line(Delivery d) {
            String error = d.error() == null ? "" : " (" + d.error() + ")";
            return d.createdAt() + " " + d.channel() + " " + d.kind().wireName() + ": "
                    + d.state().wireName() + " after " + Counts.of(d.attempts(), "try", "tries")
                    + error;
        }
    }

    /** {@code lotse alerts ack}. */
    @Command(
            name = "ack",
            mixinStandardHelpOptions = true,
            header = "Say that you look after an alert: no reminders, no escalation.")
    private static final class Acknowledge extends ShowCommand {
        @Parameters(paramLabel = "ID", description = "The alert's id, or the beginning of it.")
        private String id;

        @Mixin
        private Author author;

        Acknowledge(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            AlertAcknowledging body = new AlertAcknowledging(null, author.name(), author.comment());
            return show(
                    client().send("POST", Paths.ALERTS + "/" + ControlClient.segment(id) + "/ack", body, Map.of()),
                    answer -> print("acknowledged: " + answer.as(Alert.class).detail()));
        }
    }

    /** {@code lotse alerts test}. */
    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            header = "Send a trial to a channel, or to all, and say what came of it.")
    private static final class TryChannels extends ShowCommand {
        @Parameters(arity = "0..1", paramLabel = "CHANNEL", description = "Only this one.")
        private String channel;

        TryChannels(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            String query = ControlClient.query(Collections.singletonMap("channel", channel));
            ControlClient.Answer answer = client().send("POST", Paths.ALERT_TEST + query, null, Map.of());
            TrialReport report = answer.as(TrialReport.class);
            if (json()) {
                printJson(answer.json());
            } else if (report.items().isEmpty()) {
                print("no channel is set: lotse alerts set FILE sets some");
            } else {
                report.items()
                        .forEach(r -> print(r.channel() + ": " + (r.delivered() ? "ok, " : "failed, ") + r.detail()));
            }
            return report.items().stream().allMatch(TrialResult::delivered) ? ExitCode.OK : ExitCode.REFUSED;
        }
    }
}
