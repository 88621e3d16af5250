package io.lotse.gateway;

import java.time.Duration;

/** What the parts of a gateway's configuration are held to; each throws {@link IllegalArgumentException} with a text for people. */
final class Requirements {
    private Requirements() {}

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    static void requireText(String text, String message) {
        require(text != null && !text.isBlank(), message);
    }

    static void requirePort(int port, String key, int lowest) {
        require(port >= lowest && port <= 65_535, key + " is " + port + ": give " + lowest + " to 65535");
    }

    static void requirePositive(Duration duration, String key) {
        require(
                duration != null && duration.toMillis() > 0,
                key + " is " + duration + ": give more than 0 milliseconds");
    }

    static void requireShare(double share, String key) {
        require(share >= 0 && share <= 1, key + " is " + share + ": give 0 to 1");
    }
}
