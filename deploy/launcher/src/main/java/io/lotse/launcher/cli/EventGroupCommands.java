package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.events.GroupAck;
import io.lotse.contracts.events.GroupDefinition;
import io.lotse.contracts.events.GroupFetch;
import io.lotse.contracts.events.GroupNack;
import io.lotse.contracts.events.GroupSeek;
import io.lotse.contracts.events.GroupState;
import io.lotse.contracts.events.GroupStates;
import io.lotse.contracts.events.HandedEvent;
import io.lotse.contracts.events.HandedEvents;
import io.lotse.contracts.events.Settlement;

/** {@code lotse events groups}: the groups of consumers of a durable topic, and to be one of them by hand. */
@Command(name = "groups", mixinStandardHelpOptions = true, header = "Groups of consumers of a durable topic.")
final class EventGroupCommands extends CommandGroup {
    private EventGroupCommands() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new EventGroupCommands())
                .addSubcommand(new Show(environment))
                .addSubcommand(new Put(environment))
                .addSubcommand(new Remove(environment))
                .addSubcommand(new Seek(environment))
                .addSubcommand(new Fetch(environment))
                .addSubcommand(new Ack(environment))
                .addSubcommand(new Nack(environment));
    }

    private static String path(String topic) {
        return Paths.EVENTS + ControlClient.segment(topic) + "/groups";
    }

    /** What the commands about one group have in common. */
    private abstract static class OfGroup extends ShowCommand {
        @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic.")
        private String topic;

        @Parameters(index = "1", paramLabel = "GROUP", description = "The group.")
        private String group;

        OfGroup(Map<String, String> environment) {
            super(environment);
        }

        final ControlClient.Answer send(String method, String what, Object body) {
            return client().send(method, path(topic) + "/" + ControlClient.segment(group) + what, body, Map.of());
        }

        final int settled(ControlClient.Answer came) {
            return show(came, answer -> {
                Settlement settlement = answer.as(Settlement.class);
                print("settled " + settlement.settled()
                        + (settlement.unknown().isEmpty() ? "" : ", in nobody's hands " + settlement.unknown()));
            });
        }

        final void tell(GroupState state) {
            print("group " + state.group() + " of " + state.topic() + ": next " + state.next() + ", lag "
                    + state.lag());
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the groups of a topic.")
    private static final class Show extends ShowCommand {
        @Parameters(paramLabel = "TOPIC", description = "The topic.")
        private String topic;

        Show(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().get(path(topic)), answer -> {
                List<GroupState> groups = answer.as(GroupStates.class).items();
                if (groups.isEmpty()) {
                    print("the topic has no groups");
                    return;
                }
                Table table = new Table("GROUP", "NEXT", "PENDING", "WAITING", "LAG", "DEAD");
                groups.forEach(g -> table.row(g.group(), g.next(), g.pending(), g.waiting(), g.lag(), g.dead()));
                table.print(out());
            });
        }
    }

    @Command(name = "put", mixinStandardHelpOptions = true, header = "Make a group, or change its times.")
    private static final class Put extends OfGroup {
        @Option(
                names = "--from",
                paramLabel = "OFFSET",
                description = "Where a new one begins. Default: the oldest event.")
        private Long from;

        @Option(
                names = "--visibility",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "So long a consumer has for an event. Default: 30s.")
        private Duration visibility;

        @Option(
                names = "--backoff",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "So long an event that was refused rests at first. Default: 1s.")
        private Duration backoff;

        Put(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    send("PUT", "", new GroupDefinition(null, null, from, null, visibility, backoff)),
                    answer -> tell(answer.as(GroupState.class)));
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, header = "Remove a group; the events stay.")
    private static final class Remove extends OfGroup {
        Remove(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            send("DELETE", "", null);
            print("removed");
            return ExitCode.OK;
        }
    }

    @Command(name = "seek", mixinStandardHelpOptions = true, header = "Set a group to another place.")
    private static final class Seek extends OfGroup {
        @Option(names = "--from", paramLabel = "OFFSET", description = "Where to go on. Default: the oldest event.")
        private Long from;

        Seek(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    send("POST", "/seek", new GroupSeek(null, null, from, null)),
                    answer -> tell(answer.as(GroupState.class)));
        }
    }

    @Command(name = "fetch", mixinStandardHelpOptions = true, header = "Get events as a consumer of a group.")
    private static final class Fetch extends OfGroup {
        @Option(names = "--max", paramLabel = "N", description = "So many at most. Default: 10.")
        private Integer max;

        Fetch(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(send("POST", "/fetch", new GroupFetch(null, null, max, null, null)), answer -> {
                List<HandedEvent> handed = answer.as(HandedEvents.class).items();
                if (handed.isEmpty()) {
                    print("nothing is there");
                    return;
                }
                Table table = new Table("OFFSET", "ATTEMPT", "UNTIL", "ID", "TYPE", "DATA");
                handed.forEach(h -> table.row(
                        h.offset(),
                        h.attempt(),
                        h.until(),
                        h.event().id(),
                        h.event().type(),
                        h.event().data() == null ? null : Json.encode(h.event().data())));
                table.print(out());
            });
        }
    }

    @Command(name = "ack", mixinStandardHelpOptions = true, header = "Acknowledge events: they do not come again.")
    private static final class Ack extends OfGroup {
        @Parameters(index = "2..*", arity = "1..*", paramLabel = "OFFSET", description = "Which.")
        private List<Long> offsets;

        Ack(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return settled(send("POST", "/ack", new GroupAck(null, null, offsets)));
        }
    }

    @Command(name = "nack", mixinStandardHelpOptions = true, header = "Give events back: they come again after a rest.")
    private static final class Nack extends OfGroup {
        @Parameters(index = "2..*", arity = "1..*", paramLabel = "OFFSET", description = "Which.")
        private List<Long> offsets;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
        private String reason;

        Nack(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return settled(send("POST", "/nack", new GroupNack(null, null, offsets, null, reason)));
        }
    }
}
