package io.lotse.it.nemesis;

import java.time.Duration;

import static org.awaitility.Awaitility.await;

/** Lets time pass where time itself is the fault. */
final class Pace {
    private Pace() {}

    static void pass(Duration time) {
        if (!time.isNegative() && !time.isZero()) {
            await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
        }
    }
}
