package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.lotse.contracts.verdicts.Deploy;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.statistics.Curve;

/** Reaches the verdicts over all services and instances. It reads a lot and counts long: on a worker thread. */
final class Judge {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final double PERCENT = 100;
    /** Fewer requests or errors a second more or less are not worth a word. */
    private static final double LEAST_PER_SECOND = 1;

    private static final double LEAST_MILLIS = 20;

    private final Curves curves;
    private final LeakDetector leaks;
    private final RegressionDetector regressions;
    private final BottleneckDetector bottlenecks;
    private final SaturationDetector saturations;
    private final FlappingDetector flapping;
    private final AnomalyDetector anomalies;

    Judge(Curves curves, VerdictLimits limits) {
        this.curves = curves;
        this.leaks = new LeakDetector(limits.leak());
        this.regressions = new RegressionDetector(limits.regression());
        this.bottlenecks = new BottleneckDetector(limits.bottleneck());
        this.saturations = new SaturationDetector(limits.saturation());
        this.flapping = new FlappingDetector(limits.flapping());
        this.anomalies = new AnomalyDetector(limits.anomaly());
    }

    /**
     * What is known of all at one time.
     *
     * @param deploys of each service, the oldest first
     * @param dependencies of each service, those it calls
     */
    record Known(List<Lives.Life> lives, Map<String, List<Deploy>> deploys, Map<String, List<String>> dependencies) {}

    List<Verdict> judge(Known known, Instant now) {
        List<Verdict> found = new ArrayList<>();
        for (Lives.Life life : known.lives()) {
            instance(life, known.deploys().getOrDefault(life.service(), List.of()), now, found);
        }
        Set<String> services = known.lives().stream().map(Lives.Life::service).collect(Collectors.toSet());
        Map<String, Curve> latencies = new HashMap<>();
        services.forEach(service -> latencies.put(service, latency(Subject.service(service), now.minus(DAY), now)));
        for (String service : services) {
            service(service, known, latencies, now, found);
        }
        return found;
    }

    private void instance(Lives.Life life, List<Deploy> deploys, Instant now, List<Verdict> found) {
        Subject subject = Subject.instance(life.id());
        Instant since = later(life.since(), now.minus(WEEK));
        leaks.judge(
                        curves.read(subject, Figure.MEMORY_FLOOR_BYTES, since, now),
                        curves.read(subject, Figure.REQUESTS_PER_SECOND, since, now),
                        since,
                        life.version(),
                        life.memoryLimit(),
                        now)
                .ifPresent(e -> found.add(Wording.leak(life, e, now)));
        flapping.judge(life.turns(), deploys.stream().map(Deploy::at).toList(), now)
                .ifPresent(e -> found.add(Wording.flapping(life, e, now)));
        Curve latency = latency(subject, now.minus(DAY), now);
        Map.of("cpu", Figure.CPU_PERCENT, "database_connections", Figure.DATABASE_LOAD_PERCENT)
                .forEach((resource, figure) -> saturations
                        .judge(
                                resource,
                                curves.read(subject, figure, now.minus(DAY), now)
                                        .map((at, percent) -> percent / PERCENT),
                                latency,
                                now)
                        .ifPresent(e -> found.add(Wording.saturation(life, e, now))));
    }

    private void service(String service, Known known, Map<String, Curve> latencies, Instant now, List<Verdict> found) {
        bottlenecks
                .judge(service, latencies, known.dependencies(), now)
                .ifPresent(e -> found.add(Wording.bottleneck(service, e, now)));
        Subject subject = Subject.service(service);
        List<Deploy> deploys = known.deploys().getOrDefault(service, List.of());
        if (!deploys.isEmpty()) {
            Deploy last = deploys.get(deploys.size() - 1);
            Function<Figure, Curve> read = figure ->
                    curves.read(subject, figure, later(last.at().minus(DAY.multipliedBy(3)), now.minus(WEEK)), now);
            Curve latency = firstKnown(read.apply(Figure.LATENCY_P50_MS), () -> read.apply(Figure.RESPONSE_TIME_MS));
            regressions
                    .judge(latency, read.apply(Figure.REQUESTS_PER_SECOND), last, now)
                    .ifPresent(e -> found.add(Wording.regression(service, e, now)));
        }
        Map.of(
                        Figure.REQUESTS_PER_SECOND, LEAST_PER_SECOND,
                        Figure.ERRORS_PER_SECOND, LEAST_PER_SECOND,
                        Figure.LATENCY_P95_MS, LEAST_MILLIS)
                .forEach((figure, least) -> anomalies
                        .judge(figure.wireName(), curves.read(subject, figure, now.minus(WEEK), now), least, now)
                        .ifPresent(e -> found.add(Wording.anomaly(service, e, now))));
    }

    /** Of the requests that gateways sent, or else of health checks. */
    private Curve latency(Subject subject, Instant from, Instant until) {
        return firstKnown(
                curves.read(subject, Figure.LATENCY_P50_MS, from, until),
                () -> curves.read(subject, Figure.RESPONSE_TIME_MS, from, until));
    }

    private static Curve firstKnown(Curve first, Supplier<Curve> second) {
        return first.isEmpty() ? second.get() : first;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
