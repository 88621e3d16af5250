package io.lotse.launcher.cli;

import java.time.Duration;
import java.time.Instant;

/** Spans of time for people. */
final class Ages {
    private Ages() {}

    /** {@code 3 s ago}; null for null. */
    static String since(Instant then) {
        return then == null ? null : text(Duration.between(then, Instant.now())) + " ago";
    }

    /** {@code 0.2 s}, {@code 3 s}, {@code 5 min}, {@code 2 h}, {@code 9 d}. */
    static String text(Duration age) {
        if (age.toMillis() < 1000) {
            return Math.floorDiv(Math.max(0, age.toMillis()), 100L) / 10.0 + " s";
        }
        if (age.toSeconds() < 120) {
            return age.toSeconds() + " s";
        }
        if (age.toMinutes() < 120) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " d";
    }
}
