package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.verdicts.LeakEvidence;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Order;
import io.lotse.statistics.Trend;

/**
 * Finds memory leaks in the floor of an instance's memory: the least of windows of time that each hold a collection of
 * garbage, so that a saw-tooth does not count. Growth is a leak if chance does not make it, if it goes on all the time,
 * and if neither the load nor the hour explains it.
 */
final class LeakDetector {
    private static final double HOUR_MILLIS = 3_600_000;
    private static final Duration DAY = Duration.ofDays(1);
    /** Of curves of several days: they divide a day, so that windows of different days are at the same hour. */
    private static final List<Duration> DAILY_WINDOWS =
            List.of(Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(6));

    private final VerdictLimits.Leak limits;

    LeakDetector(VerdictLimits.Leak limits) {
        this.limits = limits;
    }

    /**
     * @param memory bytes that the instance holds
     * @param load requests in a time, any unit; empty if not known
     * @param since when the run of the instance began; what was before does not count
     * @param version what runs since then; null if not known
     * @param limit bytes that it may use; null if not known
     */
    Optional<LeakEvidence> judge(Curve memory, Curve load, Instant since, String version, Double limit, Instant now) {
        Curve held = memory.between(since.plus(warmUp(since, now)), now);
        Duration span = held.span();
        if (span.compareTo(limits.atOnce().shortest()) < 0) {
            return Optional.empty();
        }
        boolean wholeDays = span.compareTo(limits.wholeDays()) >= 0;
        Falls falls = Falls.of(held, limits.fall());
        Duration window = window(span, falls, wholeDays);
        Curve floor = held.windows(window, Order::min);
        if (floor.size() < limits.atOnce().fewestWindows()) {
            return Optional.empty();
        }
        boolean early = span.compareTo(limits.shortest()) < 0 || floor.size() < limits.fewestWindows();
        Curve level = wholeDays ? withoutDailyCycle(floor, window) : floor;
        Trend trend = Trend.of(level);
        double hours = span.toMillis() / HOUR_MILLIS;
        double grown = trend.perHour() * hours;
        double begin = Math.max(1, level.median() - grown / 2);
        boolean leaks = trend.chance() <= limits.chance()
                && trend.perHourLow() > 0
                && grown / begin >= limits.relevant()
                && isSoon(trend.perHour(), begin + grown, limit)
                && (!early || grown / begin >= limits.atOnce().grown())
                && (wholeDays || grown / begin >= limits.grown() || trend.perHour() / begin >= limits.hourly())
                && isMoreThanATooth(falls, grown, begin + grown, limit, span)
                && isSteady(level, trend.perHour(), early ? limits.atOnce().steady() : limits.steady())
                && !isExplainedBy(load.between(since, now), window, grown / begin, hours);
        return leaks
                ? Optional.of(evidence(since, version, span, floor, begin + grown, trend, limit))
                : Optional.empty();
    }

    /** Long enough to hold a collection, where there are any. */
    private Duration window(Duration span, Falls falls, boolean wholeDays) {
        Duration apart = falls.count() >= limits.fewestFalls() ? falls.apart() : Duration.ZERO;
        if (wholeDays) {
            return DAILY_WINDOWS.stream()
                    .filter(w -> w.compareTo(apart) >= 0)
                    .findFirst()
                    .orElse(DAY);
        }
        Duration window = span.dividedBy(limits.windows());
        return window.compareTo(apart) >= 0 ? window : apart;
    }

    private Duration warmUp(Instant since, Instant now) {
        Duration share = Duration.between(since, now).dividedBy(6);
        return share.compareTo(limits.warmUp()) < 0 ? share : limits.warmUp();
    }

    private boolean isSoon(double perHour, double level, Double limit) {
        double room = limit == null ? level : limit - level;
        return room / perHour <= limits.horizon().toMillis() / HOUR_MILLIS;
    }

    /** A curve that was never seen to fall may be garbage that is not collected yet. */
    private boolean isMoreThanATooth(Falls falls, double grown, double level, Double limit, Duration span) {
        return falls.count() >= limits.fewestFalls()
                || grown >= limits.oneTooth()
                || (limit != null && level >= limit * limits.nearLimit())
                || span.compareTo(DAY) >= 0;
    }

    private boolean isSteady(Curve level, double perHour, double share) {
        int half = level.size() / 2;
        int third = level.size() / 3;
        double first = perHour(level, 0, half);
        double second = perHour(level, level.size() - half, level.size());
        return Math.min(first, second) >= share * Math.max(first, second)
                && perHour(level, level.size() - third, level.size()) >= Math.max(share, limits.lately()) * perHour;
    }

    private static double perHour(Curve level, int from, int until) {
        return Trend.of(new Curve(
                        Arrays.copyOfRange(level.atMillis(), from, until),
                        Arrays.copyOfRange(level.values(), from, until)))
                .perHour();
    }

    /** Whether the load grew with it: what a request holds is let go when there are fewer. */
    private boolean isExplainedBy(Curve load, Duration window, double grown, double hours) {
        Curve means = load.windows(window, Order::mean);
        if (means.size() < limits.atOnce().fewestWindows()) {
            return false;
        }
        Trend trend = Trend.of(means);
        double loadGrown = trend.perHour() * hours;
        double begin = Math.max(1e-9, means.median() - loadGrown / 2);
        return trend.chance() <= limits.loadChance() && grown <= limits.loadShare() * loadGrown / begin;
    }

    /** The floor less what is usual for the hour, by the median of all days; the trend stays in. */
    private static Curve withoutDailyCycle(Curve floor, Duration window) {
        int slots = (int) DAY.dividedBy(window);
        double perMilli = slopeBetweenDays(floor);
        double[] flat = new double[floor.size()];
        int[] slot = new int[floor.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = floor.values()[i] - perMilli * (floor.atMillis()[i] - floor.atMillis()[0]);
            slot[i] = (int) (floor.atMillis()[i] / window.toMillis() % slots);
        }
        double middle = Order.median(flat);
        double[] usual = new double[slots];
        for (int s = 0; s < slots; s++) {
            int wanted = s;
            usual[s] = Order.median(java.util.stream.IntStream.range(0, flat.length)
                    .filter(i -> slot[i] == wanted)
                    .mapToDouble(i -> flat[i])
                    .toArray());
        }
        double[] level = new double[flat.length];
        Arrays.setAll(level, i -> floor.values()[i] - (usual[slot[i]] - middle));
        return new Curve(floor.atMillis(), level);
    }

    private static double slopeBetweenDays(Curve floor) {
        double[] differences = new double[floor.size()];
        int count = 0;
        for (int i = 0; i < floor.size(); i++) {
            double dayBefore = floor.at(floor.atMillis()[i] - DAY.toMillis());
            if (!Double.isNaN(dayBefore)) {
                differences[count++] = floor.values()[i] - dayBefore;
            }
        }
        return count == 0 ? 0 : Order.median(Arrays.copyOf(differences, count)) / DAY.toMillis();
    }

    private static LeakEvidence evidence(
            Instant since, String version, Duration span, Curve floor, double level, Trend trend, Double limit) {
        return new LeakEvidence(
                since,
                version,
                span,
                floor.size(),
                level,
                trend.perHour(),
                trend.perHourLow(),
                trend.perHourHigh(),
                trend.chance(),
                limit,
                until(limit, level, trend.perHour()),
                until(limit, level, trend.perHourHigh()),
                until(limit, level, trend.perHourLow()));
    }

    private static Duration until(Double limit, double level, double perHour) {
        return limit == null ? null : Duration.ofMillis((long) (Math.max(0, limit - level) / perHour * HOUR_MILLIS));
    }
}
