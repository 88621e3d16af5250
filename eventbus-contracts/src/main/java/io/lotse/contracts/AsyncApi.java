package io.lotse.contracts;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The contracts as an AsyncAPI 3.0 document, seen from the mesh: it receives requests and replies to them, and sends
 * events. Generated from {@link Contracts} and {@link Doc}.
 */
public final class AsyncApi {
    private static final Set<ProblemCode> OF_ALL = EnumSet.of(
            ProblemCode.INVALID_REQUEST, ProblemCode.NOT_READY, ProblemCode.OUTCOME_UNKNOWN, ProblemCode.INTERNAL);
    private static final String PREFIX = "lotse.";

    private final JsonSchemas schemas = new JsonSchemas();
    private final JsonObject channels = new JsonObject();
    private final JsonObject operations = new JsonObject();
    private final JsonObject messages = new JsonObject();

    private AsyncApi() {}

    /** The whole document, a new one each time. */
    public static JsonObject document() {
        return new AsyncApi().write();
    }

    /** The codes that an operation may fail with, those that any operation may among them, in their order. */
    public static Set<ProblemCode> failuresOf(Operation<?, ?> operation) {
        EnumSet<ProblemCode> codes = EnumSet.copyOf(OF_ALL);
        codes.addAll(operation.failures());
        return codes;
    }

    private JsonObject write() {
        Contracts.OPERATIONS.forEach(this::describe);
        Contracts.EVENTS.forEach(this::describe);
        Contracts.STORED.values().forEach(schemas::reference);
        JsonObject info = new JsonObject()
                .put("title", "Lotse on the event bus")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "What can be asked and heard on the clustered Vert.x event bus. Bodies are JSON objects; unknown"
                                + " fields are to be ignored, and fields are only ever added: a change of meaning is a new"
                                + " version of the address. A failed request comes back as an event-bus failure whose"
                                + " number is the code's and whose text is a Failure.");
        return new JsonObject()
                .put("asyncapi", "3.0.0")
                .put("id", "urn:lotse:event-bus")
                .put("info", info)
                .put("defaultContentType", "application/json")
                .put("channels", channels)
                .put("operations", operations)
                .put("components", new JsonObject().put("messages", messages).put("schemas", schemas.all()));
    }

    private void describe(Operation<?, ?> operation) {
        String id = id(operation.address());
        String replies = id + ".reply";
        String everywhere = operation.address();
        JsonObject channel =
                channel(operation.place() == null ? everywhere : everywhere + "@{place}", operation.request());
        if (operation.place() != null) {
            channel.put(
                    "parameters",
                    new JsonObject()
                            .put(
                                    "place",
                                    new JsonObject().put("description", "Which " + operation.place() + " is asked")));
        }
        channels.put(id, channel.put("description", operation.purpose()));
        channels.put(
                replies,
                channel(null, operation.reply(), Failure.class)
                        .put("description", "The reply address that the event bus gives to each request"));
        operations.put(
                id,
                new JsonObject()
                        .put("action", "receive")
                        .put("summary", operation.purpose())
                        .put("channel", ref("channels", id))
                        .put("messages", JsonArray.of(message(id, operation.request())))
                        .put(
                                "reply",
                                new JsonObject()
                                        .put("channel", ref("channels", replies))
                                        .put(
                                                "messages",
                                                JsonArray.of(
                                                        message(replies, operation.reply()),
                                                        message(replies, Failure.class))))
                        .put("x-timeout-seconds", seconds(operation.timeout()))
                        .put("x-failures", failures(operation)));
    }

    private void describe(EventType<?> event) {
        String id = id(event.address());
        String reach = event.reach() == EventType.Reach.MESH ? "mesh" : "node";
        channels.put(
                id,
                channel(event.address(), event.record())
                        .put("title", event.name())
                        .put("description", event.purpose()));
        operations.put(
                id,
                new JsonObject()
                        .put("action", "send")
                        .put("title", event.name())
                        .put("summary", event.purpose())
                        .put("channel", ref("channels", id))
                        .put("messages", JsonArray.of(message(id, event.record())))
                        .put("x-reach", reach));
    }

    private JsonObject channel(String address, Class<?>... records) {
        JsonObject carried = new JsonObject();
        for (Class<?> record : records) {
            String name = record.getSimpleName();
            messages.put(
                    name,
                    new JsonObject()
                            .put("name", name)
                            .put("summary", JsonSchemas.meaning(record))
                            .put("payload", schemas.reference(record)));
            carried.put(name, new JsonObject().put("$ref", "#/components/messages/" + name));
        }
        return new JsonObject().put("address", address).put("messages", carried);
    }

    private static JsonArray failures(Operation<?, ?> operation) {
        JsonArray failures = new JsonArray();
        failuresOf(operation)
                .forEach(code -> failures.add(new JsonObject()
                        .put("code", code.code())
                        .put("number", code.number())
                        .put("status", code.httpStatus())
                        .put("title", code.title())));
        return failures;
    }

    private static JsonObject message(String channel, Class<?> record) {
        return new JsonObject().put("$ref", "#/channels/" + channel + "/messages/" + record.getSimpleName());
    }

    private static JsonObject ref(String section, String name) {
        return new JsonObject().put("$ref", "#/" + section + "/" + name);
    }

    private static String id(String address) {
        return address.substring(PREFIX.length());
    }

    private static Number seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? (Number) time.toSeconds() : (Number) (time.toMillis() / 1000.0);
    }
}
