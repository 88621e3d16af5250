package io.lotse.launcher.config;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lotse.reports.ReportsConfig;

/** When reports are made: {@code daily 06:00}, {@code weekly mon 06:00 Europe/Berlin}, {@code off}. */
final class ReportTimes {
    private static final Pattern TIMES = Pattern.compile(
            "(daily|weekly\\s+([a-z]{3,9}))\\s+(\\d{1,2}:\\d{2})(?:\\s+(\\S+))?", Pattern.CASE_INSENSITIVE);
    private static final String UTC = "UTC";

    private ReportTimes() {}

    /** Empty for never. */
    static Optional<ReportsConfig.Schedule> parse(String text) {
        if (text.strip().equalsIgnoreCase("off") || text.strip().equals("false")) {
            return Optional.empty();
        }
        Matcher times = TIMES.matcher(text.strip());
        if (!times.matches()) {
            throw new IllegalArgumentException(text
                    + " is no time for reports: give one such as daily 06:00 Europe/Berlin, weekly mon 06:00, or off");
        }
        return Optional.of(new ReportsConfig.Schedule(day(times.group(2)), time(times.group(3)), zone(times.group(4))));
    }

    private static DayOfWeek day(String text) {
        if (text == null) {
            return null;
        }
        String wanted = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text + " is no day of the week: give one such as mon"));
    }

    private static LocalTime time(String text) {
        String[] parts = text.split(":");
        try {
            return LocalTime.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text + " is no time of the day: give 00:00 to 23:59", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text == null ? UTC : text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text + " is no time zone: give one such as Europe/Berlin or UTC", e);
        }
    }
}
