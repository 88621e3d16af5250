package io.lotse.connection;

import java.time.Duration;

/**
 * What one try saw.
 *
 * @param level how well the target was reached
 * @param latency null if it was not reached
 * @param detail for people
 */
record Outcome(Level level, Duration latency, String detail) {

    /** The better comes first. */
    enum Level {
        REACHED,
        /** It answers, but says that it is not well. */
        UNWELL,
        UNREACHED;

        boolean isWorseThan(Level other) {
            return compareTo(other) > 0;
        }
    }

    static Outcome unreached(String detail) {
        return new Outcome(Level.UNREACHED, null, detail);
    }
}
