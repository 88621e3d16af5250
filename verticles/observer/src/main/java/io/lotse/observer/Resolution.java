package io.lotse.observer;

import java.time.Duration;

/** How finely figures are kept, and for how long. */
enum Resolution {
    SECOND(1, Duration.ofMinutes(15)),
    TEN_SECONDS(10, Duration.ofHours(6)),
    MINUTE(60, Duration.ofDays(7));

    private final int seconds;
    private final Duration kept;

    Resolution(int seconds, Duration kept) {
        this.seconds = seconds;
        this.kept = kept;
    }

    /** The length of a slot. */
    int seconds() {
        return seconds;
    }

    Duration kept() {
        return kept;
    }

    int slots() {
        return (int) (kept.toSeconds() / seconds);
    }

    /** The number of the slot that a second since 1970 is in. */
    long slot(long second) {
        return Math.floorDiv(second, (long) seconds);
    }
}
