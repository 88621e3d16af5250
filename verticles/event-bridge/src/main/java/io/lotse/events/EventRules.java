package io.lotse.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.Publication;

/** What CloudEvents 1.0.2 demands of an event, and we of a topic. Finds all mistakes at once. */
final class EventRules {
    private static final Pattern TOPIC = Pattern.compile("[a-z0-9._-]{1,200}");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+( *;.*)?");
    /** RFC 3339, 5.6. */
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private static final Set<String> OWN_NAMES =
            Set.of("id", "source", "specversion", "type", "subject", "time", "datacontenttype", "dataschema", "data");

    private final String path;
    private final List<FieldError> errors;

    private EventRules(String path, List<FieldError> errors) {
        this.path = path;
        this.errors = errors;
    }

    /** Each mistake with its place, such as {@code events[0].type}; empty if there is none. */
    static List<FieldError> check(Publication publication) {
        List<FieldError> errors = new ArrayList<>();
        if (publication.topic() == null || !TOPIC.matcher(publication.topic()).matches()) {
            errors.add(new FieldError("topic", "must be 1 to 200 of a-z, 0-9, '.', '_' and '-'"));
        }
        if (publication.topic() != null && publication.topic().startsWith(EventsContract.DEAD_LETTERS_PREFIX)) {
            errors.add(new FieldError("topic", "must not be one of dead letters, which come there by themselves"));
        }
        for (int i = 0; i < publication.events().size(); i++) {
            new EventRules("events[" + i + "].", errors)
                    .check(publication.events().get(i));
        }
        return errors;
    }

    private void check(CloudEvent event) {
        if (!CloudEvent.SPEC_VERSION.equals(event.specversion())) {
            wrong("specversion", event.specversion() == null ? "is missing: give 1.0" : "must be 1.0");
        }
        required("id", event.id());
        required("source", event.source());
        required("type", event.type());
        optional("subject", event.subject());
        if (optional("time", event.time()) && !isTime(event.time())) {
            wrong("time", "must be a time by RFC 3339 such as 2026-03-01T12:00:00Z");
        }
        if (optional("datacontenttype", event.datacontenttype())
                && !MEDIA_TYPE.matcher(event.datacontenttype()).matches()) {
            wrong("datacontenttype", "must be a media type such as application/json");
        }
        uri("source", event.source(), false);
        uri("dataschema", event.dataschema(), true);
        data(event);
        event.extensions().forEach(this::extension);
    }

    private void required(String name, String value) {
        if (value == null) {
            wrong(name, "is missing");
        } else {
            optional(name, value);
        }
    }

    /** Whether the attribute is there and its characters are in order. */
    private boolean optional(String name, String value) {
        if (value == null) {
            return false;
        }
        if (value.isEmpty()) {
            wrong(name, "must not be empty");
        } else if (!isText(value)) {
            wrong(name, "must have no control characters, and be whole Unicode");
        } else {
            return true;
        }
        return false;
    }

    private void uri(String name, String value, boolean absolute) {
        if (value == null || value.isEmpty() || !isText(value)) {
            return;
        }
        try {
            if (new URI(value).isAbsolute() || !absolute) {
                return;
            }
            wrong(name, "must be an absolute URI");
        } catch (URISyntaxException e) {
            wrong(name, "must be a URI" + (absolute ? "" : " reference") + ": " + e.getReason());
        }
    }

    private void data(CloudEvent event) {
        EventData.mistake(event.data()).ifPresent(mistake -> wrong("data", mistake));
        if (event.dataBase64() == null) {
            return;
        }
        if (event.data() != null) {
            wrong("data_base64", "must not stand beside data: give one of them");
        }
        try {
            Base64.getDecoder().decode(event.dataBase64());
        } catch (IllegalArgumentException e) {
            wrong("data_base64", "must be Base64: " + e.getMessage());
        }
    }

    private void extension(String name, Object value) {
        if (OWN_NAMES.contains(name) || !EXTENSION.matcher(name).matches()) {
            wrong("extensions", "have a name that must be 1 to 64 of a-z and 0-9, and none of CloudEvents' own");
        } else if (value instanceof String text) {
            if (!isText(text)) {
                wrong("extensions." + name, "must have no control characters, and be whole Unicode");
            }
        } else if (!(value instanceof Boolean) && !(value instanceof Integer)) {
            wrong("extensions." + name, "must be a string, a boolean or a whole number of 32 bits");
        }
    }

    private void wrong(String attribute, String message) {
        errors.add(new FieldError(path + attribute, message));
    }

    private static boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches() && OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** CloudEvents' String: no control characters, no noncharacters, no half of a surrogate pair. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        || (c >= 0xFDD0 && c <= 0xFDEF)
                        || (c & 0xFFFE) == 0xFFFE);
    }
}
