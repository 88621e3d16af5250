package io.lotse.launcher.cli;

import java.util.Map;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.Counts;
import io.lotse.contracts.alerts.AlertSettingsReply;

/** The commands of {@code lotse alerts} for rules, channels and routes. */
final class AlertConfigCommands {
    private AlertConfigCommands() {}

    private static void tell(ShowCommand command, ControlClient.Answer answer) {
        AlertSettingsReply reply = answer.as(AlertSettingsReply.class);
        command.print("of the " + reply.source().wireName() + ", revision " + reply.revision() + ": "
                + Counts.of(reply.settings().rules().size(), "rule") + " beside the "
                + reply.builtIn().rules().size() + " that Lotse comes with, "
                + Counts.of(reply.settings().channels().size(), "channel") + ", "
                + Counts.of(reply.settings().routes().size(), "route"));
        if (reply.refused() != null) {
            command.print("refused: " + reply.refused());
        }
        command.print(answer.json().getJsonObject("settings").encodePrettily());
    }

    /** {@code lotse alerts config}. */
    @Command(
            name = "config",
            mixinStandardHelpOptions = true,
            header = "Show rules, channels and routes, and where they come from.")
    static final class Show extends ShowCommand {
        Show(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().get(Paths.ALERT_CONFIG), answer -> tell(this, answer));
        }
    }

    /** {@code lotse alerts set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            header = "Put rules, channels and routes into the ledger as a whole: all nodes follow.")
    static final class Change extends ShowCommand {
        @Parameters(arity = "0..1", paramLabel = "FILE", description = "YAML or JSON; - for the standard input.")
        private String file;

        @Option(names = "--dry-run", description = "Only look for mistakes.")
        private boolean dryRun;

        @Option(names = "--remove", description = "Remove what the ledger holds: files and defaults hold then.")
        private boolean remove;

        Change(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            if (remove == (file != null)) {
                throw wrongUsage("give a FILE or --remove");
            }
            String path = Paths.ALERT_CONFIG + (dryRun ? "?dry_run=true" : "");
            JsonObject body = remove ? null : new RouteFile(file).read();
            return show(client().send(remove ? "DELETE" : "PUT", path, body, Map.of()), answer -> {
                if (dryRun) {
                    print("there is no mistake in it; nothing was changed");
                } else {
                    tell(this, answer);
                }
            });
        }
    }
}
