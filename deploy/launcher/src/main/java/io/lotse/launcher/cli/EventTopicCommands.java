package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.events.DeadLetters;
import io.lotse.contracts.events.DeliveryClass;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.contracts.events.TopicDeclarations;

/** The commands of {@code lotse events} for what holds for topics. */
final class EventTopicCommands {
    private static final String PATTERN = "A topic's name, or a pattern: * for a word, # at the end for any number.";

    private EventTopicCommands() {}

    private static String path(String pattern) {
        return Paths.TOPICS + "/" + ControlClient.segment(pattern);
    }

    private static void row(Table table, TopicDeclaration d) {
        table.row(
                d.pattern(),
                d.delivery().wireName(),
                d.retentionAge() == null ? null : d.retentionAge().toSeconds() + " s",
                d.retentionBytes(),
                d.deliveryLimit());
    }

    /** {@code lotse events declare}. */
    @Command(
            name = "declare",
            mixinStandardHelpOptions = true,
            header = "Say that the events of topics are kept, and for how long; or that they are live.",
            footer = {"", "Example: lotse events declare 'orders.#' --durable --keep 7d"})
    static final class Declare extends ShowCommand {
        @Parameters(paramLabel = "PATTERN", description = PATTERN)
        private String pattern;

        @Option(
                names = "--live",
                description = "At most once, kept nowhere; what holds for topics that are not declared.")
        private boolean live;

        @Option(names = "--durable", description = "Stored before they are acknowledged, at least once. The default.")
        private boolean durable;

        @Option(
                names = "--keep",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "Events are kept this long, such as 12h or 7d. Default: 7d.")
        private Duration age;

        @Option(
                names = "--keep-bytes",
                paramLabel = "BYTES",
                description = "The events of one topic are kept up to this size. Default: 1073741824.")
        private Long bytes;

        @Option(
                names = "--delivery-limit",
                paramLabel = "N",
                description = "So often an event is handed to a group before it is a dead letter. Default: 5.")
        private Integer limit;

        Declare(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            if (live && durable) {
                throw wrongUsage("--live and --durable exclude each other: give one of them");
            }
            TopicDeclaration asked =
                    new TopicDeclaration(null, live ? DeliveryClass.LIVE : DeliveryClass.DURABLE, age, bytes, limit);
            return show(client().send("PUT", path(pattern), asked, Map.of()), answer -> {
                TopicDeclaration declared = answer.as(TopicDeclaration.class);
                print("topics " + declared.pattern() + " are "
                        + declared.delivery().wireName());
            });
        }
    }

    /** {@code lotse events withdraw}. */
    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            header = "Take a declaration back: its topics are live from then on.")
    static final class Withdraw extends ControlCommand {
        @Parameters(paramLabel = "PATTERN", description = PATTERN)
        private String pattern;

        Withdraw(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            client().send("DELETE", path(pattern), null, Map.of());
            print("withdrawn: " + pattern);
            return ExitCode.OK;
        }
    }

    /** {@code lotse events topics}. */
    @Command(name = "topics", mixinStandardHelpOptions = true, header = "List what is declared about topics.")
    static final class Topics extends ShowCommand {
        Topics(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().get(Paths.TOPICS), answer -> {
                List<TopicDeclaration> items =
                        answer.as(TopicDeclarations.class).items();
                if (items.isEmpty()) {
                    print("nothing is declared: all topics are live");
                    return;
                }
                Table table = new Table("PATTERN", "DELIVERY", "KEPT FOR", "BYTES", "DELIVERY LIMIT");
                items.forEach(d -> row(table, d));
                table.print(out());
            });
        }
    }

    /** {@code lotse events dead}. */
    @Command(
            name = "dead",
            mixinStandardHelpOptions = true,
            header = "List the events of a topic that a group could not do.")
    static final class Dead extends ShowCommand {
        @Parameters(paramLabel = "TOPIC", description = "The topic where they came from.")
        private String topic;

        @Option(names = "--from", paramLabel = "N", description = "The place among them to begin at.")
        private Long from;

        Dead(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            String query = from == null ? "" : "?from=" + from;
            return show(client().get(Paths.EVENTS + ControlClient.segment(topic) + "/dead-letters" + query), answer -> {
                DeadLetters letters = answer.as(DeadLetters.class);
                if (letters.items().isEmpty()) {
                    print("no dead letters");
                    return;
                }
                Table table = new Table("N", "GROUP", "OFFSET", "ATTEMPTS", "DIED", "ID", "REASON");
                letters.items()
                        .forEach(l -> table.row(
                                l.offset(),
                                l.group(),
                                l.originOffset(),
                                l.attempts(),
                                l.diedAt(),
                                l.event().id(),
                                l.reason()));
                table.print(out());
            });
        }
    }
}
