package io.lotse.reports;

import java.time.Duration;
import java.util.Locale;

import io.lotse.statistics.Millis;

/** Figures for people. */
final class Wording {
    private static final long MINUTE = 60;
    private static final long HOUR = 3_600;
    private static final long DAY = 86_400;
    private static final double MEGA = 1e6;

    private Wording() {}

    /** With as many places as tell something: {@code 3 900}, {@code 12}, {@code 0.65}. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "?";
        }
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ');
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** Of a share, 0 to 1. */
    static String percent(double share) {
        double percent = share * 100;
        return percent > 0 && percent < 1
                ? String.format(Locale.ROOT, "%.2f %%", percent)
                : String.format(Locale.ROOT, "%.0f %%", percent);
    }

    static String millis(double millis) {
        return millis >= 10_000 ? number(millis / 1_000) + " s" : number(Math.rint(millis * 10) / 10) + " ms";
    }

    static String millis(Duration time) {
        return millis(Millis.of(time));
    }

    static String megabytes(double bytes) {
        return number(bytes / MEGA) + " MB";
    }

    /** Roughly: {@code 40 s}, {@code 12 min}, {@code 3.5 h}, {@code 7 d}. */
    static String time(Duration time) {
        double seconds = time.toMillis() / 1_000.0;
        if (seconds < 2 * MINUTE) {
            return number(Math.rint(seconds)) + " s";
        } else if (seconds < 2 * HOUR) {
            return number(Math.rint(seconds / MINUTE)) + " min";
        }
        return seconds < 2 * DAY
                ? number(Math.rint(seconds / HOUR * 10) / 10) + " h"
                : number(Math.rint(seconds / DAY * 10) / 10) + " d";
    }

    /** One in so many, of a share above 0 up to 1. */
    static String oneIn(double share) {
        return share > 0.5 ? percent(share) + " of requests" : "1 request in " + number(Math.rint(1 / share));
    }

    static String of(long count, String singular) {
        return number(count) + " " + (count == 1 ? singular : singular + "s");
    }
}
