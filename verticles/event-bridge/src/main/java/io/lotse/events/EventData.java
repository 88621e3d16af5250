package io.lotse.events;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Whether an event's data can be told in JSON, and come to every listener as they are. */
final class EventData {
    /** The events around them are deeper, and parsers stop at 1000. */
    static final int MAX_DEPTH = 100;

    private EventData() {}

    /** What is wrong with data, for people; empty if nothing is. */
    static Optional<String> mistake(Object data) {
        return mistake(data, 1);
    }

    private static Optional<String> mistake(Object data, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of("must not be nested deeper than " + MAX_DEPTH);
        } else if (data instanceof String text) {
            return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                    ? Optional.empty()
                    : Optional.of("must be whole Unicode, and have no half of a surrogate pair");
        } else if (data instanceof Double number) {
            return Double.isFinite(number)
                    ? Optional.empty()
                    : Optional.of("must have no number that is larger than a double can be");
        } else if (data instanceof Map<?, ?> object) {
            return mistake(object.keySet(), depth).or(() -> mistake(object.values(), depth));
        } else if (data instanceof Iterable<?> list) {
            for (Object element : list) {
                Optional<String> inner = mistake(element, depth + 1);
                if (inner.isPresent()) {
                    return inner;
                }
            }
        }
        return Optional.empty();
    }
}
