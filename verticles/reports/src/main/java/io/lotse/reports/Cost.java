package io.lotse.reports;

import java.time.Duration;
import java.util.Locale;

import io.lotse.contracts.reports.FindingCost;

/**
 * What something cost users, in seconds that they lost: what they waited beyond the target; {@value #RETRY_SECONDS} s for each
 * request that failed, until they tried again; and the same for each that would have come while nobody answered.
 */
final class Cost {
    static final double RETRY_SECONDS = 10;
    private static final double NANOS = 1e9;

    private Cost() {}

    /** @param text why */
    static FindingCost none(String text) {
        return new FindingCost(0, 0, null, 0, Duration.ZERO, text);
    }

    /** Requests that each took longer than they should. */
    static FindingCost waiting(double requests, double seconds, String beyond) {
        double each = requests == 0 ? 0 : seconds / requests;
        return new FindingCost(
                seconds,
                Math.round(requests),
                duration(each),
                0,
                Duration.ZERO,
                String.format(
                        Locale.ROOT,
                        "%s x %s beyond %s = %s s",
                        Wording.of(Math.round(requests), "request"),
                        Wording.millis(each * 1_000),
                        beyond,
                        Wording.number(seconds)));
    }

    /** Requests that failed, and time in which nobody answered. */
    static FindingCost failing(long errors, Duration down, double perSecond) {
        double missed = down.toMillis() / 1_000.0 * perSecond;
        double seconds = (errors + missed) * RETRY_SECONDS;
        String text = Wording.of(errors, "failed request") + " x " + Wording.number(RETRY_SECONDS) + " s";
        if (!down.isZero()) {
            text += " + " + Wording.time(down) + " without anybody x " + Wording.number(perSecond) + " requests/s x "
                    + Wording.number(RETRY_SECONDS) + " s";
        }
        return new FindingCost(
                seconds,
                errors + Math.round(missed),
                null,
                errors,
                down,
                text + " = " + Wording.number(seconds) + " s");
    }

    static FindingCost of(double seconds, double requests, String arithmetic) {
        return new FindingCost(seconds, Math.round(requests), null, 0, Duration.ZERO, arithmetic);
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NANOS));
    }
}
