package io.lotse.contracts.events;

import java.util.Map;

import io.lotse.contracts.Doc;

/** An event by CloudEvents 1.0. What its attributes may be is checked when it is published. */
@Doc(
        "An event by CloudEvents 1.0. Its extension attributes stand together, other than in CloudEvents' own JSON format.")
public record CloudEvent(
        @Doc("The event's id; with the source it names the event") String id,
        @Doc("Who says it, a URI reference such as /orders or urn:shop:orders") String source,
        @Doc("The version of CloudEvents: 1.0") String specversion,
        @Doc("What happened, such as com.example.order.created") String type,
        @Doc("What it happened to, within the source; absent for none") String subject,
        @Doc("When it happened, by RFC 3339, as the source wrote it; absent for unknown") String time,
        @Doc("The media type of the data; absent for application/json") String datacontenttype,
        @Doc("The URI of the schema that the data keep; absent for none") String dataschema,
        @Doc("What happened in detail: JSON, or text as a string; absent for nothing or for bytes") Object data,
        @Doc("What happened in detail, if it is bytes: in Base64; absent for none") String dataBase64,
        @Doc("Further attributes: names of a-z and 0-9; strings, whole numbers of 32 bits, and booleans")
                Map<String, Object> extensions) {
    /** The only version there is. */
    public static final String SPEC_VERSION = "1.0";

    public CloudEvent {
        extensions = extensions == null ? Map.of() : Map.copyOf(extensions);
    }
}
