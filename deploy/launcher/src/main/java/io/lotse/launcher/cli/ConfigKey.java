package io.lotse.launcher.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.lotse.contracts.ports.PortRange;

/** What {@code lotse config set} can set of an environment, each named as in {@code EnvironmentConfig}'s JSON. */
enum ConfigKey {
    SERVICE_IP_BASE("127.0.0.1", text -> text),
    DEFAULT_PORT_RANGE("20000-29999", ConfigKey::range),
    RESERVED_PORTS(
            "8080,9000-9099, or nothing",
            text -> parts(text).stream().map(ConfigKey::span).toList()),
    SERVICE_TYPE_RANGES("web:8000-8099,db:5400-5499, or nothing", ConfigKey::ranges),
    HEARTBEAT_TIMEOUT("30, in seconds", Double::valueOf),
    CONFLICT_RESOLUTION_STRATEGY("next-free, fail, random or reassign", text -> text),
    PORT_QUARANTINE("60, in seconds", Double::valueOf),
    DYNAMIC_BAND_PERCENT("50, in percent of each range", Integer::valueOf),
    REASSIGNMENT_TIMEOUT("300, in seconds", Double::valueOf);

    private final String example;

    @SuppressWarnings("ImmutableEnumChecker") // each is a lambda that holds nothing
    private final Function<String, Object> parser;

    ConfigKey(String example, Function<String, Object> parser) {
        this.example = example;
        this.parser = parser;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String example() {
        return example;
    }

    /**
     * The value as JSON has it.
     *
     * @throws IllegalArgumentException if the text is none
     */
    Object parse(String text) {
        return parser.apply(text.strip());
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ConfigKey::key).toList();
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** A port, or the first and the last of a row. */
    private static Object span(String text) {
        return text.contains("-") ? range(text) : Integer.valueOf(text);
    }

    private static List<Integer> range(String text) {
        PortRange range = new ServiceOptions.RangeConverter().convert(text);
        return List.of(range.first(), range.last());
    }

    private static Map<String, List<Integer>> ranges(String text) {
        Map<String, List<Integer>> ranges = new TreeMap<>();
        for (String part : parts(text)) {
            int colon = part.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(part);
            }
            ranges.put(part.substring(0, colon), range(part.substring(colon + 1)));
        }
        return ranges;
    }
}
