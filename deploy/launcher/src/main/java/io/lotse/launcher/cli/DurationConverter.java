package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 50ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 90d}; seconds where no unit is given. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|[smhd]?)");

    @Override
    public Duration convert(String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            throw new TypeConversionException(text + " is no time: give one such as 30s, 5m, 1h or 90d");
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
    }
}
