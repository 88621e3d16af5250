package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lotse.contracts.verdicts.AnomalyEvidence;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Order;

/**
 * Finds figures that are not what they were at this hour on the days before: on those that were like the same day of the
 * week before, so that a Saturday is held against the last one and not against Friday.
 */
final class AnomalyDetector {
    private static final Duration DAY = Duration.ofDays(1);

    private final VerdictLimits.Anomaly limits;

    AnomalyDetector(VerdictLimits.Anomaly limits) {
        this.limits = limits;
    }

    /**
     * @param metric how the figure is called
     * @param least a difference by less is not worth a word, in the figure's unit
     */
    Optional<AnomalyEvidence> judge(String metric, Curve values, double least, Instant now) {
        Duration lasts = limits.window().multipliedBy(limits.lasts());
        Curve current = medians(values, now.minus(lasts), now);
        List<Curve> days = new ArrayList<>();
        boolean sameDayOfTheWeek = false;
        for (int day = 1; day <= limits.days(); day++) {
            Instant then = now.minus(DAY.multipliedBy(day));
            Curve same = medians(values, then.minus(lasts).minus(limits.slack()), then.plus(limits.slack()));
            if (same.size() >= limits.lasts()) {
                days.add(same);
                sameDayOfTheWeek = day == limits.days();
            }
        }
        if (current.size() < limits.lasts() || days.size() < limits.fewestDays() || !sameDayOfTheWeek) {
            return Optional.empty();
        }
        return judge(metric, current, like(days.get(days.size() - 1), days), least);
    }

    /** All days, if hardly any is like that one: then it was not usual itself. */
    private List<Curve> like(Curve one, List<Curve> days) {
        double level = one.median();
        List<Curve> alike = days.stream()
                .filter(day -> Math.abs(day.median() - level) <= limits.share() * Math.abs(level))
                .toList();
        return alike.size() > 1 ? alike : days;
    }

    private Optional<AnomalyEvidence> judge(String metric, Curve current, List<Curve> days, double least) {
        double[] medians = days.stream().mapToDouble(Curve::median).toArray();
        double usual = Order.median(medians);
        double low = days.stream().mapToDouble(d -> Order.min(d.values())).min().orElseThrow();
        double high =
                days.stream().mapToDouble(d -> Order.max(d.values())).max().orElseThrow();
        double scatter = Math.max(Order.scatter(medians), scatterWithin(days));
        double margin = Math.max(least, Math.max(limits.deviations() * scatter, limits.share() * Math.abs(usual)));
        boolean above = Order.min(current.values()) > high + margin;
        boolean below = Order.max(current.values()) < low - margin;
        if (!above && !below) {
            return Optional.empty();
        }
        double value = current.median();
        double outside = above ? value - high : low - value;
        return Optional.of(new AnomalyEvidence(
                metric,
                value,
                usual,
                low,
                high,
                outside / Math.max(scatter, margin / limits.deviations()),
                days.size(),
                limits.window().multipliedBy(limits.lasts())));
    }

    /** By the differences between neighbours, as the figure may rise steeply at that hour. */
    private static double scatterWithin(List<Curve> days) {
        return Order.median(days.stream()
                .map(Curve::values)
                .mapToDouble(v -> Order.scatter(IntStream.range(1, v.length)
                                .mapToDouble(i -> v[i] - v[i - 1])
                                .toArray())
                        / Math.sqrt(2))
                .toArray());
    }

    private Curve medians(Curve values, Instant from, Instant until) {
        return values.between(from, until).windows(limits.window(), Order::median);
    }
}
