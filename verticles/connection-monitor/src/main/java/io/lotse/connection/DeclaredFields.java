package io.lotse.connection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;

/** The fields of one mapping in a file: each is taken once, what is wrong is noted, and what is left at the end is unknown. */
final class DeclaredFields {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

    private final String at;
    private final Map<String, Object> left = new TreeMap<>();
    private final Set<String> known = new TreeSet<>();
    private final List<FieldError> mistakes;

    private DeclaredFields(String at, List<FieldError> mistakes) {
        this.at = at;
        this.mistakes = mistakes;
    }

    /**
     * @param at where in the file
     * @param tree what stands there; null for nothing
     * @param advice what to give instead of what is no mapping
     */
    static DeclaredFields of(String at, Object tree, String advice, List<FieldError> mistakes) {
        DeclaredFields fields = new DeclaredFields(at, mistakes);
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> fields.left.put(String.valueOf(key), value));
        } else if (tree != null) {
            mistakes.add(new FieldError(at, "is no mapping: " + advice));
        }
        return fields;
    }

    /** Whatever stands there; null for nothing. */
    Object take(String key) {
        known.add(key);
        return left.remove(key);
    }

    Optional<String> text(String key) {
        Object value = take(key);
        if (value instanceof Map || value instanceof List) {
            wrong(key, "is no plain value");
            return Optional.empty();
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    List<?> list(String key) {
        Object value = take(key);
        if (value == null || value instanceof List) {
            return value == null ? List.of() : (List<?>) value;
        }
        wrong(key, "is no list");
        return List.of();
    }

    Optional<Boolean> flag(String key) {
        return text(key).flatMap(text -> {
            if (text.equals("true") || text.equals("false")) {
                return Optional.of(Boolean.valueOf(text));
            }
            wrong(key, "is " + text + ": give true or false");
            return Optional.empty();
        });
    }

    Optional<Integer> number(String key, int min, int max) {
        return text(key).flatMap(text -> {
            if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
                return Optional.of(Integer.valueOf(text));
            }
            wrong(key, "is " + text + ": give " + min + " to " + max);
            return Optional.empty();
        });
    }

    Optional<Duration> time(String key) {
        return text(key).flatMap(text -> {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                wrong(key, "is " + text + ", no time: give one such as 500ms, 10s or 5m");
                return Optional.empty();
            }
            long count = Long.parseLong(time.group(1));
            return Optional.of(
                    switch (time.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        default -> Duration.ofHours(count);
                    });
        });
    }

    /** What is made of the fields; empty where they do not go together, which is noted. */
    <T> Optional<T> attempt(Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (ContractException e) {
            mistakes.add(new FieldError(at, e.getMessage()));
            return Optional.empty();
        }
    }

    void wrong(String key, String message) {
        mistakes.add(new FieldError(at + "." + key, message));
    }

    /** Nothing else is known here. */
    void end() {
        left.keySet().forEach(key -> wrong(key, "is unknown here: there are " + String.join(", ", known)));
    }
}
