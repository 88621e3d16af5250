package io.lotse.gateway;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads dates in HTTP's three forms (RFC 9110, 5.6.7), names in any case as RFC 9111, 4.2 wants it. What only resembles one of
 * them is no date: an {@code Expires} that cannot be read is in the past, and a guess would keep an answer for too long.
 */
final class HttpDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final String DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";
    private static final String LONG_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
    private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
    private static final String TIME = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
    private static final List<Pattern> FORMS = List.of(
            form(DAY + ", (?<day>\\d{2}) " + MONTH + " (?<year>\\d{4}) " + TIME + " gmt"),
            form(LONG_DAY + ", (?<day>\\d{2})-" + MONTH + "-(?<year>\\d{2}) " + TIME + " gmt"),
            form(DAY + " " + MONTH + " (?<day>\\d{2}| \\d) " + TIME + " (?<year>\\d{4})"));

    private HttpDate() {}

    private static Pattern form(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    /**
     * A date in milliseconds since the epoch.
     *
     * @param text may be null
     * @param now by which a year of two digits is understood
     * @return -1 for what is no date
     */
    static long parse(String text, long now) {
        if (text == null) {
            return -1;
        }
        for (Pattern form : FORMS) {
            Matcher read = form.matcher(text);
            if (read.matches()) {
                return millis(read, now);
            }
        }
        return -1;
    }

    private static long millis(Matcher read, long now) {
        // a leap second has no place in the calendar: it is the one before
        int second = number(read, "second") == 60 ? 59 : number(read, "second");
        try {
            return LocalDateTime.of(
                            year(read.group("year"), now),
                            MONTHS.indexOf(read.group("month").toLowerCase(Locale.ROOT)) + 1,
                            number(read, "day"),
                            number(read, "hour"),
                            number(read, "minute"),
                            second)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        } catch (DateTimeException noSuchDay) {
            return -1;
        }
    }

    private static int number(Matcher read, String group) {
        return Integer.parseInt(read.group(group).trim());
    }

    /** Of two digits: the last year with that end that is no more than 50 years ahead. */
    private static int year(String digits, long now) {
        int year = Integer.parseInt(digits);
        if (digits.length() > 2) {
            return year;
        }
        int most = Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).getYear() + 50;
        return most - Math.floorMod(most - year, 100);
    }
}
