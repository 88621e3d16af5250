package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.PublicationReceipt;

/** {@code lotse events}. */
@Command(name = "events", mixinStandardHelpOptions = true, header = "Publish events, see them come, and keep them.")
final class EventsCommand extends CommandGroup {
    private EventsCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new EventsCommand())
                .addSubcommand(new EventsPublish(environment))
                .addSubcommand(new EventsTail(environment))
                .addSubcommand(new EventTopicCommands.Declare(environment))
                .addSubcommand(new EventTopicCommands.Withdraw(environment))
                .addSubcommand(new EventTopicCommands.Topics(environment))
                .addSubcommand(new EventTopicCommands.Dead(environment))
                .addSubcommand(EventGroupCommands.create(environment));
    }

    /** {@code lotse events publish}. */
    @Command(
            name = "publish",
            mixinStandardHelpOptions = true,
            header = "Publish an event: to all who listen on a topic now, on a durable topic stored first.",
            footer = {"", "Example: lotse events publish orders.created --type order.created --data '{\"order\": 7}'"})
    private static final class EventsPublish extends ShowCommand {
        private static final Map<String, String> STRUCTURED = Map.of("Content-Type", "application/cloudevents+json");

        @Parameters(paramLabel = "TOPIC", description = "The topic, such as orders.created.")
        private String topic;

        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "What happened.")
        private String type;

        @Option(names = "--data", paramLabel = "JSON", description = "The details; - reads them from stdin.")
        private String data;

        @Option(
                names = "--source",
                paramLabel = "SOURCE",
                defaultValue = "/lotse/cli",
                description = "Who says it. Default: ${DEFAULT-VALUE}.")
        private String source;

        @Option(names = "--subject", paramLabel = "SUBJECT", description = "What it happened to.")
        private String subject;

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "The event's id; given again, a durable topic stores the event once. Default: a new one.")
        private String id = UUID.randomUUID().toString();

        EventsPublish(Map<String, String> variables) {
            super(variables);
        }

        @Override
        public Integer call() {
            // in CloudEvents' own JSON, whose attributes are named as those of the contract's event
            JsonObject event = new JsonObject()
                    .put("specversion", CloudEvent.SPEC_VERSION)
                    .put("id", id)
                    .put("source", source)
                    .put("type", type)
                    .put("time", Instant.now().toString());
            if (subject != null) {
                event.put("subject", subject);
            }
            if (data != null) {
                event.put("datacontenttype", "application/json").put("data", details());
            }
            return show(
                    client().send("POST", Paths.EVENTS + ControlClient.segment(topic), event, STRUCTURED), answer -> {
                        PublicationReceipt receipt = answer.as(PublicationReceipt.class);
                        String stored = receipt.offsets().isEmpty()
                                ? ""
                                : ", stored at " + receipt.offsets().get(0);
                        print("published " + String.join(" ", receipt.ids()) + " on " + receipt.topic() + stored);
                    });
        }

        private Object details() {
            try {
                String text = data.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : data;
                return Json.decodeValue(text);
            } catch (DecodeException e) {
                throw wrongUsage("--data is no JSON: give an object, or text in double quotes");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@code lotse events tail}. */
    @Command(
            name = "tail",
            mixinStandardHelpOptions = true,
            header = "Show the events of a topic as they come, until Ctrl-C.")
    private static final class EventsTail extends ShowCommand {
        @Parameters(paramLabel = "TOPIC", description = "The topic, such as orders.created.")
        private String topic;

        EventsTail(Map<String, String> variables) {
            super(variables);
        }

        @Override
        public Integer call() throws InterruptedException {
            // Ctrl-C is how it is meant to end
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(ExitCode.OK), "lotse-tail-stop"));
            EventTail tail = new EventTail(client(), topic, this::show, line -> {
                err().println("lotse: " + line);
                err().flush();
            });
            tail.run();
            return ExitCode.OK;
        }

        private void show(JsonObject event) {
            if (json()) {
                print(event.encode());
                return;
            }
            String subject = event.getString("subject");
            Object data = event.getValue("data");
            print(event.getString("time", "-") + "  " + event.getString("type") + (subject == null ? "" : " " + subject)
                    + "  " + event.getString("source") + (data == null ? "" : "  " + Json.encode(data)));
        }
    }
}
