package io.lotse.supervisor;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes as people write them. */
final class Quantities {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,12})\\s*([a-zA-Z]*)");
    private static final Map<String, Long> MILLIS =
            Map.of("", 1_000L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> BYTES = Map.of(
            "", 1L, "b", 1L, "kb", 1L << 10, "k", 1L << 10, "mb", 1L << 20, "m", 1L << 20, "gb", 1L << 30, "g",
            1L << 30);

    private Quantities() {}

    /** Such as 500ms, 10s, 2m or 1h; a number alone is seconds. Empty for what is no time. */
    static Optional<Duration> time(String text) {
        return read(text, MILLIS).map(Duration::ofMillis);
    }

    /** Such as 64KB, 10MB or 1GB. Empty for what is no size. */
    static Optional<Long> size(String text) {
        return read(text, BYTES);
    }

    private static Optional<Long> read(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
        return unit == null
                ? Optional.empty()
                : Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    }
}
