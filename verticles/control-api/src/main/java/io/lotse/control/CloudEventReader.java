package io.lotse.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.CloudEvent;

/**
 * Reads the events of a request by the HTTP binding of CloudEvents 1.0.2: binary, structured or batched.
 *
 * @param mode how they came
 * @param events the events; what their attributes say is not checked yet
 */
record CloudEventReader(Mode mode, List<CloudEvent> events) {
    private static final String PREFIX = "ce-";
    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCH = "application/cloudevents-batch";
    private static final String JSON_FORMAT = "+json";
    private static final List<String> REQUIRED = List.of("id", "source", "specversion", "type");

    /** The modes of the HTTP binding, 3.1 to 3.3. */
    enum Mode {
        BINARY,
        STRUCTURED,
        BATCH
    }

    /**
     * Reads a request.
     *
     * @param body null for none
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST}, {@link ProblemCode#MALFORMED_JSON} or
     *     {@link ProblemCode#UNSUPPORTED_MEDIA_TYPE}
     */
    static CloudEventReader read(MultiMap headers, Buffer body) {
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        String mediaType = mediaType(contentType);
        Buffer bytes = body == null ? Buffer.buffer() : body;
        if (mediaType.equals(BATCH + JSON_FORMAT)) {
            return new CloudEventReader(Mode.BATCH, readBatch(bytes));
        }
        if (mediaType.equals(STRUCTURED + JSON_FORMAT)) {
            return new CloudEventReader(Mode.STRUCTURED, List.of(readEvent(readJson(bytes))));
        }
        if (mediaType.startsWith(STRUCTURED)) {
            throw new ContractException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is " + contentType + ": of the formats of CloudEvents only JSON is taken, as "
                            + STRUCTURED + JSON_FORMAT + " or " + BATCH + JSON_FORMAT);
        }
        return new CloudEventReader(Mode.BINARY, List.of(readBinary(headers, contentType, bytes)));
    }

    /** Where the client finds what the contract calls {@code events[I].ATTRIBUTE}. */
    String place(String field) {
        return switch (mode) {
            case BINARY ->
                field.equals("events[0].datacontenttype")
                        ? "Content-Type"
                        : field.replaceFirst("^events\\[0]\\.(extensions\\.)?", PREFIX);
            case STRUCTURED -> field.replaceFirst("^events\\[0]\\.(extensions\\.)?", "");
            case BATCH -> field.replaceFirst("^events", "").replaceFirst("\\.extensions\\.", ".");
        };
    }

    private static List<CloudEvent> readBatch(Buffer body) {
        if (!(readJson(body) instanceof JsonArray array)) {
            throw ContractException.invalid(
                    "body", "must be an array of events: a single event is " + STRUCTURED + JSON_FORMAT);
        }
        List<CloudEvent> events = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            try {
                events.add(readEvent(array.getValue(i)));
            } catch (ContractException e) {
                FieldError error = e.errors().get(0);
                throw ContractException.invalid("[" + i + "]." + error.field(), error.message());
            }
        }
        return events;
    }

    private static CloudEvent readEvent(Object json) {
        if (json instanceof JsonObject event) {
            return CloudEventJson.read(event);
        }
        throw ContractException.invalid("body", "must be an event, a JSON object");
    }

    private static CloudEvent readBinary(MultiMap headers, String contentType, Buffer body) {
        Map<String, Object> attributes = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), decode(name, header.getValue()));
            }
        }
        refuseWhatIsNoEvent(attributes);
        attributes.remove("data_base64");
        if (contentType != null) {
            attributes.put("datacontenttype", contentType);
        }
        if (body.length() == 0) {
            return CloudEventJson.of(attributes, null);
        }
        String mediaType = mediaType(contentType);
        if (mediaType.equals("application/json") || mediaType.endsWith(JSON_FORMAT)) {
            return CloudEventJson.of(attributes, readJson(body));
        }
        String text = body.toString(StandardCharsets.UTF_8);
        // bytes that are no UTF-8 would not come back the same
        if (mediaType.startsWith("text/") && Buffer.buffer(text).equals(body)) {
            return CloudEventJson.of(attributes, text);
        }
        attributes.put("data_base64", Base64.getEncoder().encodeToString(body.getBytes()));
        return CloudEventJson.of(attributes, null);
    }

    private static void refuseWhatIsNoEvent(Map<String, Object> attributes) {
        List<FieldError> missing = REQUIRED.stream()
                .filter(name -> !attributes.containsKey(name))
                .map(name -> new FieldError(PREFIX + name, "is missing"))
                .toList();
        if (!missing.isEmpty()) {
            String names = missing.stream().map(FieldError::field).collect(Collectors.joining(", "));
            throw new ContractException(
                    ProblemCode.INVALID_REQUEST,
                    "this is no CloudEvent: of its headers there is no " + names
                            + ". Send these headers beside the data, or the whole event as Content-Type: " + STRUCTURED
                            + JSON_FORMAT,
                    missing);
        }
    }

    /** A header's value may be quoted, and is percent-encoded (HTTP binding, 3.1.3.2). */
    private static String decode(String name, String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        String plain = quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
        try {
            // a plus sign is no space here
            return QueryStringDecoder.decodeComponent(plain.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            throw ContractException.invalid(name, "has a percent sign that begins no code: write it as %25");
        }
    }

    private static Object readJson(Buffer body) {
        try {
            return Json.decodeValue(body);
        } catch (DecodeException e) {
            throw new ContractException(
                    ProblemCode.MALFORMED_JSON, "the body is not JSON: " + RequestReader.firstLine(e));
        }
    }

    private static String mediaType(String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }
}
