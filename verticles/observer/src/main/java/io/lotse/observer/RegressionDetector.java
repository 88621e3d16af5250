package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lotse.contracts.verdicts.Deploy;
import io.lotse.contracts.verdicts.Match;
import io.lotse.contracts.verdicts.RegressionEvidence;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Millis;
import io.lotse.statistics.Order;
import io.lotse.statistics.Shift;

/**
 * Finds versions that answer more slowly than those before. Each window since the deploy is compared with windows before
 * that had about the same load, or else were at the same time of the day: traffic that changes is no regression.
 */
final class RegressionDetector {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /** So many comparable windows say what is usual. */
    private static final int FEWEST_ALIKE = 3;
    /** More windows make the answer no surer, and the question slow: half a day before, a day since. */
    private static final int MOST_BEFORE = 72;

    private static final int MOST_AFTER = 144;

    private final VerdictLimits.Regression limits;

    RegressionDetector(VerdictLimits.Regression limits) {
        this.limits = limits;
    }

    /** Windows of latency in logarithms, as latencies differ by ratios, with the load of each (NaN if not known). */
    private record Windows(long[] atMillis, double[] logs, double[] loads) {
        Windows first(int count) {
            return part(0, Math.min(count, logs.length));
        }

        Windows last(int count) {
            return part(Math.max(0, logs.length - count), logs.length);
        }

        private Windows part(int from, int until) {
            return new Windows(
                    Arrays.copyOfRange(atMillis, from, until),
                    Arrays.copyOfRange(logs, from, until),
                    Arrays.copyOfRange(loads, from, until));
        }
    }

    /**
     * @param latency in milliseconds
     * @param load requests in a time, any unit; empty if not known
     */
    Optional<RegressionEvidence> judge(Curve latency, Curve load, Deploy deploy, Instant now) {
        Windows before = windows(latency, load, deploy.at().minus(limits.reach()), deploy.at());
        Windows after =
                windows(latency, load, deploy.at().plus(limits.warmUp()), now).first(MOST_AFTER);
        if (before.logs().length < limits.fewestBefore() || after.logs().length < limits.fewestAfter()) {
            return Optional.empty();
        }
        return Arrays.stream(Match.values())
                .filter(match -> isPossible(match, before, after))
                .findFirst()
                .flatMap(match -> judge(before, after, match, deploy));
    }

    private Optional<RegressionEvidence> judge(Windows before, Windows after, Match match, Deploy deploy) {
        double[] excessAfter = excess(after, before, match);
        double[] excessBefore =
                excess(match == Match.NEARNESS ? near(before) : before.last(MOST_BEFORE), before, match);
        if (excessAfter.length < limits.fewestAfter() || excessBefore.length < FEWEST_ALIKE) {
            return Optional.empty();
        }
        Shift shift = Shift.of(excessBefore, excessAfter);
        double ratio = Math.exp(shift.by());
        double now = Math.exp(Order.median(after.logs()));
        boolean slower = ratio >= (match == Match.NEARNESS ? limits.ratioUnmatched() : limits.ratio())
                && now - now / ratio >= Millis.of(limits.least())
                && shift.low() > 0
                && shift.chance() <= limits.chance()
                && cameWithTheDeploy(excess(after.first(limits.fewestAfter()), before, match), excessBefore, shift.by())
                && stayed(excessAfter, shift.by());
        return slower
                ? Optional.of(new RegressionEvidence(
                        deploy.versionBefore(),
                        deploy.versionAfter(),
                        deploy.at(),
                        match,
                        Millis.time(now / ratio),
                        Millis.time(now),
                        ratio,
                        Math.exp(shift.low()),
                        Math.exp(shift.high()),
                        shift.chance(),
                        excessBefore.length,
                        excessAfter.length))
                : Optional.empty();
    }

    private Windows windows(Curve latency, Curve load, Instant from, Instant until) {
        Curve logs = latency.between(from, until)
                .windows(limits.window(), Order::median)
                .map((at, median) -> median > 0 ? Math.log(median) : Double.NaN);
        Curve means = load.between(from, until).windows(limits.window(), Order::mean);
        return new Windows(
                logs.atMillis(),
                logs.values(),
                Arrays.stream(logs.atMillis()).mapToDouble(means::at).toArray());
    }

    /** Whether most windows since have their like before. */
    private boolean isPossible(Match match, Windows before, Windows after) {
        long matched = IntStream.range(0, after.logs().length)
                .filter(i -> alike(before, after, i, match).length >= FEWEST_ALIKE)
                .count();
        return matched >= limits.fewestAfter() && matched * 2 >= after.logs().length;
    }

    /** By how much each window is above the usual of those that are like it; those without any are left out. */
    private double[] excess(Windows of, Windows before, Match match) {
        return IntStream.range(0, of.logs().length)
                .mapToDouble(i -> {
                    double[] alike = alike(before, of, i, match);
                    return alike.length < FEWEST_ALIKE ? Double.NaN : of.logs()[i] - Order.median(alike);
                })
                .filter(excess -> !Double.isNaN(excess))
                .toArray();
    }

    private double[] alike(Windows before, Windows of, int index, Match match) {
        double[] alike = new double[before.logs().length];
        int count = 0;
        for (int i = 0; i < alike.length; i++) {
            if (before.atMillis()[i] != of.atMillis()[index] && isAlike(before, i, of, index, match)) {
                alike[count++] = before.logs()[i];
            }
        }
        return Arrays.copyOf(alike, count);
    }

    private boolean isAlike(Windows before, int i, Windows of, int index, Match match) {
        return switch (match) {
            case LOAD -> Math.abs(before.loads()[i] - of.loads()[index]) <= limits.sameLoad() * of.loads()[index];
            case HOUR -> {
                long apart = Math.abs(before.atMillis()[i] - of.atMillis()[index]);
                long hours = apart % DAY_MILLIS;
                yield apart > DAY_MILLIS / 2
                        && Math.min(hours, DAY_MILLIS - hours)
                                <= limits.sameHour().toMillis();
            }
            case NEARNESS ->
                before.atMillis()[i] >= last(before) - limits.near().toMillis();
        };
    }

    private Windows near(Windows before) {
        return before.last((int) limits.near().dividedBy(limits.window()));
    }

    private static long last(Windows windows) {
        return windows.atMillis()[windows.atMillis().length - 1];
    }

    /** Not an hour later, when a dependency became slow; nor an hour before. */
    private boolean cameWithTheDeploy(double[] first, double[] before, double shift) {
        double[] last = Arrays.copyOfRange(before, Math.max(0, before.length - limits.fewestAfter()), before.length);
        return Order.median(first) >= limits.atOnce() * shift && Order.median(last) <= (1 - limits.atOnce()) * shift;
    }

    /** Not so a cache that was cold. */
    private boolean stayed(double[] after, double shift) {
        int third = after.length / 3;
        return Order.median(Arrays.copyOfRange(after, after.length - third, after.length)) >= limits.atOnce() * shift;
    }
}
