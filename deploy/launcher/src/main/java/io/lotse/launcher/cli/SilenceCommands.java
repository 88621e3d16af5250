package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.alerts.AlertMatcher;
import io.lotse.contracts.alerts.Silence;
import io.lotse.contracts.alerts.SilenceList;
import io.lotse.contracts.alerts.SilenceRequest;

/** The commands of {@code lotse alerts} for silences. */
final class SilenceCommands {
    private SilenceCommands() {}

    private static String text(AlertMatcher m) {
        String sign = (Boolean.TRUE.equals(m.not()) ? "!" : "=") + (m.pattern() == null ? "=" : "~");
        return m.label() + (sign.equals("==") ? "=" : sign) + (m.pattern() == null ? m.value() : m.pattern());
    }

    private static String text(Silence silence) {
        return silence.matchers().stream().map(SilenceCommands::text).collect(Collectors.joining(" "));
    }

    /** {@code lotse alerts silence}. */
    @Command(
            name = "silence",
            mixinStandardHelpOptions = true,
            header = "Let nobody be told of some alerts for a time.",
            footer = {
                "",
                "Matchers: LABEL=VALUE, LABEL!=VALUE, LABEL=~PATTERN, LABEL!~PATTERN; all must hold.",
                "Labels: service, instance, environment, host, node, severity, kind, alertname and others."
            })
    static final class Make extends ShowCommand {
        @Parameters(arity = "1..*", paramLabel = "MATCHER", description = "What the labels must be.")
        private List<String> matchers;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "For how long, such as 30m or 2h. Default: 2h.")
        private Duration time = Duration.ofHours(2);

        @Mixin
        private Author author;

        Make(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            List<AlertMatcher> parsed = matchers.stream().map(this::parse).toList();
            SilenceRequest request = new SilenceRequest(
                    null,
                    parsed,
                    author.name(),
                    author.comment() == null ? "by command" : author.comment(),
                    null,
                    null,
                    time);
            return show(client().send("POST", Paths.SILENCES, request, Map.of()), answer -> {
                Silence silence = answer.as(Silence.class);
                print("silence " + silence.id() + " until " + silence.endsAt() + ": " + text(silence));
            });
        }

        private AlertMatcher parse(String text) {
            int at = text.indexOf('=');
            int tilde = text.indexOf("!~");
            if (tilde > 0 && (at < 0 || tilde < at)) {
                return new AlertMatcher(text.substring(0, tilde), null, text.substring(tilde + 2), true);
            }
            if (at <= 0 || (at == 1 && text.charAt(0) == '!')) {
                throw wrongUsage(text + " is no matcher: give LABEL=VALUE, such as service=orders");
            }
            if (text.charAt(at - 1) == '!') {
                return new AlertMatcher(text.substring(0, at - 1), text.substring(at + 1), null, true);
            }
            return text.startsWith("~", at + 1)
                    ? new AlertMatcher(text.substring(0, at), null, text.substring(at + 2), null)
                    : new AlertMatcher(text.substring(0, at), text.substring(at + 1), null, null);
        }
    }

    /** {@code lotse alerts silences}. */
    @Command(name = "silences", mixinStandardHelpOptions = true, header = "List the silences that are not over.")
    static final class Show extends ShowCommand {
        Show(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().get(Paths.SILENCES),
                    answer -> show(answer.as(SilenceList.class).items()));
        }

        private void show(List<Silence> silences) {
            if (silences.isEmpty()) {
                print("nothing is silenced");
                return;
            }
            Table table = new Table("ID", "UNTIL", "WHAT", "WHO", "WHY");
            silences.forEach(s -> table.row(s.id(), s.endsAt(), text(s), s.author(), s.comment()));
            table.print(out());
        }
    }

    /** {@code lotse alerts unsilence}. */
    @Command(name = "unsilence", mixinStandardHelpOptions = true, header = "End a silence.")
    static final class End extends ShowCommand {
        @Parameters(paramLabel = "ID", description = "The silence's id.")
        private String id;

        End(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().send("DELETE", Paths.SILENCES + "/" + ControlClient.segment(id), null, Map.of()),
                    answer -> print("ended: " + text(answer.as(Silence.class))));
        }
    }
}
