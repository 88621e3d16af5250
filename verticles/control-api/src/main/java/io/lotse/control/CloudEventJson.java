package io.lotse.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.events.CloudEvent;

/** The JSON format of CloudEvents 1.0.2, in which extensions stand beside the other attributes. */
final class CloudEventJson {
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final Set<String> CORE = Set.of(
            "id", "source", "specversion", "type", "subject", "time", "datacontenttype", "dataschema", DATA_BASE64);

    private CloudEventJson() {}

    /**
     * Reads an event; attributes that are null count as absent (JSON format, 2.2). What they say is not checked.
     *
     * @throws ContractException naming the attribute, if one of CloudEvents' own is no string
     */
    static CloudEvent read(JsonObject json) {
        Map<String, Object> attributes = new HashMap<>(json.getMap());
        Object data = attributes.remove(DATA);
        attributes.values().removeIf(v -> v == null);
        return of(attributes, data);
    }

    /** An event of its attributes, {@code data_base64} among them. */
    static CloudEvent of(Map<String, Object> attributes, Object data) {
        Map<String, Object> extensions = new HashMap<>(attributes);
        extensions.keySet().removeAll(CORE);
        return new CloudEvent(
                text(attributes, "id"),
                text(attributes, "source"),
                text(attributes, "specversion"),
                text(attributes, "type"),
                text(attributes, "subject"),
                text(attributes, "time"),
                text(attributes, "datacontenttype"),
                text(attributes, "dataschema"),
                data,
                text(attributes, DATA_BASE64),
                extensions);
    }

    private static String text(Map<String, Object> attributes, String name) {
        Object value = attributes.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw ContractException.invalid(name, "must be a string");
    }

    static JsonObject write(CloudEvent event) {
        JsonObject json = new JsonObject();
        put(json, "specversion", event.specversion());
        put(json, "id", event.id());
        put(json, "source", event.source());
        put(json, "type", event.type());
        put(json, "subject", event.subject());
        put(json, "time", event.time());
        put(json, "datacontenttype", event.datacontenttype());
        put(json, "dataschema", event.dataschema());
        event.extensions().forEach(json::put);
        put(json, DATA, event.data());
        put(json, DATA_BASE64, event.dataBase64());
        return json;
    }

    private static void put(JsonObject json, String name, Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
