package io.lotse.eventlog;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.DeadLetter;
import io.lotse.contracts.events.StoredEvent;

/** A dead letter as an event: the one that was published, with what became of it as extensions. */
final class DeadLetterEvent {
    private static final String EXTENSIONS = "extensions";
    private static final String TOPIC = "lotsedeadtopic";
    private static final String GROUP = "lotsedeadgroup";
    /** A text: extensions have numbers of 32 bits only. */
    private static final String OFFSET = "lotsedeadoffset";

    private static final String ATTEMPTS = "lotsedeadattempts";
    private static final String REASON = "lotsedeadreason";
    private static final Set<String> OURS = Set.of(TOPIC, GROUP, OFFSET, ATTEMPTS, REASON);

    private DeadLetterEvent() {}

    static Entry of(String topic, String group, Group.Dead dead, byte[] body, long now) {
        // as JSON, whose fields keep their places: every voter writes the same bytes
        JsonObject event = new JsonObject(Buffer.buffer(body));
        JsonObject extensions = event.getJsonObject(EXTENSIONS, new JsonObject());
        extensions
                .put(TOPIC, topic)
                .put(GROUP, group)
                .put(OFFSET, Long.toString(dead.offset()))
                .put(ATTEMPTS, dead.attempts())
                .put(REASON, dead.reason());
        event.put(EXTENSIONS, extensions);
        return new Entry(
                Entry.Id.of(topic, group).high(),
                Entry.Id.of(topic, group, Long.toString(dead.offset()), Long.toString(now)),
                event.toBuffer().getBytes());
    }

    static DeadLetter read(StoredEvent stored) {
        CloudEvent event = stored.event();
        Map<String, Object> told = event.extensions();
        Map<String, Object> own = new HashMap<>(told);
        own.keySet().removeAll(OURS);
        return new DeadLetter(
                stored.offset(),
                text(told, TOPIC),
                text(told, GROUP),
                told.containsKey(OFFSET) ? Long.parseLong(text(told, OFFSET)) : 0,
                told.get(ATTEMPTS) instanceof Integer attempts ? attempts : 0,
                text(told, REASON),
                stored.storedAt(),
                without(event, own));
    }

    private static String text(Map<String, Object> told, String name) {
        Object value = told.get(name);
        return value == null ? "" : value.toString();
    }

    private static CloudEvent without(CloudEvent event, Map<String, Object> extensions) {
        JsonObject json = ContractCodec.encode(event).put(EXTENSIONS, extensions);
        return ContractCodec.decode(json, CloudEvent.class);
    }

    /** An event as it is kept. */
    static StoredEvent stored(long offset, long at, byte[] body) {
        return new StoredEvent(offset, Instant.ofEpochMilli(at), event(body));
    }

    static CloudEvent event(byte[] body) {
        return ContractCodec.decode(new JsonObject(Buffer.buffer(body)), CloudEvent.class);
    }
}
