package io.lotse.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.vertx.core.MultiMap;

/**
 * What a message says of caching: {@code Cache-Control} (RFC 9111, 5.2), or a field that is meant for caches such as this one and
 * then counts alone (RFC 9213). Of a directive that is given twice the first counts (4.2.1).
 */
final class CacheDirectives {
    /** The fields that are meant for this cache, the more special one first (RFC 9213, 2.2). */
    static final List<String> TARGETED = List.of("lotse-cache-control", "cdn-cache-control");

    static final CacheDirectives NONE = new CacheDirectives(Map.of(), false);

    /** What a number of seconds that is larger counts as (RFC 9111, 1.2.2). */
    private static final long MOST_SECONDS = Integer.MAX_VALUE;

    private final Map<String, String> values;
    private final boolean isTargeted;

    private CacheDirectives(Map<String, String> values, boolean isTargeted) {
        this.values = values;
        this.isTargeted = isTargeted;
    }

    static CacheDirectives ofRequest(MultiMap headers) {
        return headers.contains("cache-control") ? parse(headers.getAll("cache-control")) : NONE;
    }

    static CacheDirectives ofAnswer(MultiMap headers) {
        for (String field : TARGETED) {
            CacheDirectives targeted = headers.contains(field) ? targeted(headers.getAll(field)) : null;
            if (targeted != null) {
                return targeted;
            }
        }
        return ofRequest(headers);
    }

    /** Reads {@code Cache-Control}, which forgives: what cannot be read is left aside. */
    static CacheDirectives parse(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int start = 0;
            while (start < line.length()) {
                int end = endOfMember(line, start);
                put(values, line.substring(start, end).trim());
                start = end + 1;
            }
        }
        return new CacheDirectives(values, false);
    }

    /** Commas in quotes end nothing. */
    private static int endOfMember(String line, int start) {
        boolean quoted = false;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static void put(Map<String, String> values, String member) {
        int equals = member.indexOf('=');
        String name = (equals < 0 ? member : member.substring(0, equals)).trim().toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : member.substring(equals + 1).trim();
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        if (!name.isEmpty()) {
            values.putIfAbsent(name, value);
        }
    }

    /** Reads a targeted field, a dictionary of structured fields; null if it is empty or has a mistake, and so counts for nothing. */
    private static CacheDirectives targeted(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        try {
            StructuredDictionary.parse(lines).forEach((name, value) -> {
                if (!Boolean.FALSE.equals(value)) {
                    values.put(name, text(value));
                }
            });
        } catch (IllegalArgumentException e) {
            return null;
        }
        return values.isEmpty() ? null : new CacheDirectives(values, true);
    }

    /** In quotes where it is text: that is never a number of seconds, whatever it looks like (RFC 9213, 2.1). */
    private static String text(Object value) {
        return value == null || value instanceof Boolean
                ? ""
                : value instanceof String ? "\"" + value + "\"" : value.toString();
    }

    /** Whether these come from a targeted field: then {@code Expires} counts for nothing either. */
    boolean isTargeted() {
        return isTargeted;
    }

    boolean has(String directive) {
        return values.containsKey(directive);
    }

    /** Whether a directive stands without a value. */
    boolean isBare(String directive) {
        return "".equals(values.get(directive));
    }

    /** The seconds of a directive: -1 if it is absent, 0 if what it says is no number of seconds. */
    long seconds(String directive) {
        String value = values.get(directive);
        if (value == null) {
            return -1;
        }
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return value.length() > 10 ? MOST_SECONDS : Math.min(MOST_SECONDS, Long.parseLong(value));
    }

    /** Whether what is no longer fresh may never be served without being asked for again (RFC 9111, 4.2.4). */
    boolean forbidStale() {
        return has("no-cache") || has("must-revalidate") || has("proxy-revalidate") || has("s-maxage");
    }
}
