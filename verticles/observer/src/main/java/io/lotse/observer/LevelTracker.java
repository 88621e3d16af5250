package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.health.BreachLevel;

/**
 * The level of one figure of one instance. It changes only when several values in a row agree for long enough, and falls only once the
 * figure has come some way below its threshold: a figure that swings about a threshold raises one breach and not many.
 */
final class LevelTracker {
    private static final double PERCENT = 100;

    private BreachLevel level = BreachLevel.OK;
    private BreachLevel wanted = BreachLevel.OK;
    private int inARow;
    /** When the first of those in a row was taken. */
    private Instant since;

    BreachLevel level() {
        return level;
    }

    /**
     * Takes a value.
     *
     * @return whether the level changed
     */
    boolean take(double value, Threshold threshold, Limits limits, Instant at) {
        BreachLevel now = levelOf(value, threshold, limits.hysteresisPercent());
        int direction = Integer.signum(now.compareTo(level));
        if (direction == 0) {
            inARow = 0;
            return false;
        }
        boolean goesOn = inARow > 0 && direction == Integer.signum(wanted.compareTo(level));
        // of those in a row the one nearest to the level that holds: all of them agree to go that far
        wanted = goesOn && now.compareTo(wanted) * direction > 0 ? wanted : now;
        inARow = goesOn ? inARow + 1 : 1;
        since = goesOn ? since : at;
        if (inARow < limits.consecutive() || Duration.between(since, at).compareTo(limits.lasting()) < 0) {
            return false;
        }
        level = wanted;
        inARow = 0;
        return true;
    }

    private BreachLevel levelOf(double value, Threshold threshold, double hysteresisPercent) {
        for (BreachLevel each : new BreachLevel[] {BreachLevel.CRITICAL, BreachLevel.WARNING}) {
            Double limit = threshold.limit(each);
            boolean holds = level.compareTo(each) >= 0;
            if (limit != null && value > (holds ? limit * (1 - hysteresisPercent / PERCENT) : limit)) {
                return each;
            }
        }
        return BreachLevel.OK;
    }
}
