package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.lotse.contracts.verdicts.BottleneckEvidence;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Millis;
import io.lotse.statistics.Order;

/**
 * Finds the dependency that makes a service slow: the one whose own latency rose by most of what the service's rose, and at
 * the same time. It is followed to the last in the row, which holds up all before it.
 */
final class BottleneckDetector {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** It may have become slow a moment ago or yesterday: the time that shows best how the two go together counts. */
    private static final List<Duration> TOGETHER =
            List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

    private final VerdictLimits.Bottleneck limits;

    BottleneckDetector(VerdictLimits.Bottleneck limits) {
        this.limits = limits;
    }

    /** A latency of the last day in milliseconds, how it was and is; NaN where too little is known. */
    private record Seen(Curve minutes, double usual, double now, double scatter) {
        double rise() {
            return now - usual;
        }
    }

    /** How closely two rise and fall together in so many minutes. */
    private record Together(double correlation, int minutes) {
        static Together of(Curve a, Curve b) {
            int[] both = IntStream.range(0, a.size())
                    .filter(i -> !Double.isNaN(b.at(a.atMillis()[i])))
                    .toArray();
            double correlation = Order.correlation(
                    IntStream.of(both).mapToDouble(i -> a.values()[i]).toArray(),
                    IntStream.of(both).mapToDouble(i -> b.at(a.atMillis()[i])).toArray());
            return new Together(correlation, both.length);
        }
    }

    /**
     * @param latencies of each service, in milliseconds
     * @param dependencies of each service, those it calls
     */
    Optional<BottleneckEvidence> judge(
            String service, Map<String, Curve> latencies, Map<String, List<String>> dependencies, Instant now) {
        Map<String, Seen> seen = new HashMap<>();
        Function<String, Seen> see =
                name -> seen.computeIfAbsent(name, n -> see(latencies.getOrDefault(n, Curve.EMPTY), now));
        Seen slow = see.apply(service);
        if (!isSlow(slow)) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>(List.of(service));
        while (path.size() < limits.deepest()) {
            Seen last = see.apply(last(path));
            Optional<String> next = dependencies.getOrDefault(last(path), List.of()).stream()
                    .filter(d -> !path.contains(d))
                    .filter(d -> explains(see.apply(d), last))
                    .max(Comparator.comparingDouble(d -> see.apply(d).rise()));
            if (next.isEmpty()) {
                break;
            }
            path.add(next.get());
        }
        return path.size() == 1 ? Optional.empty() : Optional.of(evidence(path, slow, see.apply(last(path))));
    }

    private Seen see(Curve latency, Instant now) {
        Curve minutes = latency.between(now.minus(limits.usual()), now).windows(MINUTE, Order::median);
        Curve usual = minutes.between(now.minus(limits.usual()), now.minus(limits.recent()));
        Curve recent = minutes.between(now.minus(limits.recent()), now);
        boolean known = usual.size() >= limits.fewest()
                && recent.size() >= limits.recent().toMinutes() / 2;
        return known
                ? new Seen(minutes, usual.median(), recent.median(), Order.scatter(usual.values()))
                : new Seen(minutes, Double.NaN, Double.NaN, Double.NaN);
    }

    private boolean isSlow(Seen seen) {
        return seen.rise() >= Millis.of(limits.least())
                && seen.now() >= limits.rise() * seen.usual()
                && seen.rise() >= limits.deviations() * seen.scatter();
    }

    private boolean explains(Seen dependency, Seen slow) {
        return dependency.rise() >= limits.share() * slow.rise()
                && dependency.rise() >= limits.deviations() * dependency.scatter()
                && together(dependency, slow).correlation() >= limits.correlation();
    }

    private static Together together(Seen dependency, Seen slow) {
        Curve all = slow.minutes();
        Instant end = all.isEmpty() ? Instant.EPOCH : Instant.ofEpochMilli(all.atMillis()[all.size() - 1] + 1);
        return TOGETHER.stream()
                .map(time -> Together.of(all.between(end.minus(time), end), dependency.minutes()))
                .max(Comparator.comparingDouble(Together::correlation))
                .orElseThrow();
    }

    private BottleneckEvidence evidence(List<String> path, Seen slow, Seen last) {
        Together together = together(last, slow);
        return new BottleneckEvidence(
                last(path),
                List.copyOf(path),
                Millis.time(slow.usual()),
                Millis.time(slow.now()),
                Millis.time(last.usual()),
                Millis.time(last.now()),
                Math.min(1, last.rise() / slow.rise()),
                together.correlation(),
                together.minutes());
    }

    private static String last(List<String> path) {
        return path.get(path.size() - 1);
    }
}
