package io.lotse.reports;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lotse.contracts.verdicts.Match;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Order;
import io.lotse.statistics.Shift;

/**
 * A figure after a change against the same before, window by window: each window is held against those before that had about
 * the same load, else that were at the same time of the day, else against all.
 *
 * @param matchedBy what made windows comparable
 * @param shift by how much it is more since
 * @param before what is usual before, the median of its windows
 * @param after the median of the windows since
 * @param windowsBefore how many were compared
 * @param windowsAfter how many were compared
 */
record Comparison(Match matchedBy, Shift shift, double before, double after, int windowsBefore, int windowsAfter) {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long SAME_HOUR_MILLIS = Duration.ofMinutes(30).toMillis();
    private static final double SAME_LOAD = 0.2;
    private static final int FEWEST_ALIKE = 3;
    /** Fewer windows say nothing. */
    static final int FEWEST = 12;

    /**
     * @param before a value for each window of the time before
     * @param dayBefore the same of the same hours a day before the time after; empty if that is not before the change
     * @param load requests of all these windows; empty if not known
     * @return empty if the load was another and nothing like it is known: what differs may be due to that
     */
    static Optional<Comparison> of(Curve before, Curve dayBefore, Curve after, Curve load) {
        return of(Match.LOAD, before, after, load)
                .or(() -> of(Match.HOUR, dayBefore, after, load))
                .or(() -> of(Match.HOUR, before, after, load))
                .or(() -> load.isEmpty()
                        ? Optional.of(of(Match.NEARNESS, before.values(), after.values(), before, after))
                        : Optional.empty());
    }

    private static Optional<Comparison> of(Match match, Curve before, Curve after, Curve load) {
        double[] since = excess(after, before, load, match);
        double[] until = excess(before, before, load, match);
        boolean most = since.length >= FEWEST && until.length >= FEWEST && since.length * 4 >= after.size() * 3;
        return most ? Optional.of(of(match, until, since, before, after)) : Optional.empty();
    }

    private static Comparison of(Match match, double[] until, double[] since, Curve before, Curve after) {
        return new Comparison(
                match, Shift.of(until, since), before.median(), after.median(), until.length, since.length);
    }

    /** By how much each window is above the usual of those before that are like it; those without any are left out. */
    private static double[] excess(Curve of, Curve before, Curve load, Match match) {
        return IntStream.range(0, of.size())
                .mapToDouble(i -> {
                    long at = of.atMillis()[i];
                    double[] alike = IntStream.range(0, before.size())
                            .filter(k -> before.atMillis()[k] != at && isAlike(before.atMillis()[k], at, load, match))
                            .mapToDouble(k -> before.values()[k])
                            .toArray();
                    return alike.length < FEWEST_ALIKE ? Double.NaN : of.values()[i] - Order.median(alike);
                })
                .filter(excess -> !Double.isNaN(excess))
                .toArray();
    }

    private static boolean isAlike(long before, long at, Curve load, Match match) {
        if (match == Match.LOAD) {
            return Math.abs(load.at(before) - load.at(at)) <= SAME_LOAD * load.at(at);
        }
        long hours = Math.abs(at - before) % DAY_MILLIS;
        return Math.min(hours, DAY_MILLIS - hours) <= SAME_HOUR_MILLIS;
    }

    /** The logarithms, as what differs by a ratio is compared. */
    static Curve logs(Curve curve) {
        return curve.map((at, value) -> value > 0 ? Math.log(value) : Double.NaN);
    }
}
