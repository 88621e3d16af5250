package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.statistics.Curve;

/** A made-up service. */
final class Made {
    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private final String name;
    private final Span span;
    private final Duration step;
    private final Map<String, Curve> curves = new HashMap<>();
    private final Map<String, Figures> byInstance = new HashMap<>();
    private int instances = 2;
    private Map<String, String> metadata = Map.of();
    private List<Verdict> verdicts = List.of();
    private List<Breach> breaches = List.of();
    private List<Loss> losses = List.of();
    private List<HealthReport> health = List.of();

    private Made(String name, Duration length, Duration step) {
        this.name = name;
        this.span = new Span(NOW.minus(length), NOW);
        this.step = step;
    }

    static Made service(String name, Duration length) {
        return new Made(name, length, length.toHours() > 3 ? Duration.ofMinutes(1) : Duration.ofSeconds(10));
    }

    Made instances(int count) {
        instances = count;
        return this;
    }

    Made metadata(String key, String value) {
        metadata = Map.of(key, value);
        return this;
    }

    Made verdict(Verdict verdict) {
        verdicts = List.of(verdict);
        return this;
    }

    Made breach(Breach breach) {
        breaches = List.of(breach);
        return this;
    }

    Made loss(Loss loss) {
        losses = List.of(loss);
        return this;
    }

    Made health(HealthReport report) {
        health = List.of(report);
        return this;
    }

    Made figure(String figure, double value) {
        return figure(figure, i -> value);
    }

    /** @param value by the number of the step */
    Made figure(String figure, IntToDoubleFunction value) {
        curves.put(figure, curve(value));
        return this;
    }

    /** Not measured from that step on. */
    Made figureUntil(String figure, int end, IntToDoubleFunction value) {
        Curve whole = curve(value);
        curves.put(figure, new Curve(Arrays.copyOf(whole.atMillis(), end), Arrays.copyOf(whole.values(), end)));
        return this;
    }

    Made ofInstance(String id, String figure, IntToDoubleFunction value) {
        Map<String, Curve> all =
                new HashMap<>(byInstance.getOrDefault(id, Figures.NONE).curves());
        all.put(figure, curve(value));
        byInstance.put(id, new Figures(step, all));
        return this;
    }

    /** No other is registered. */
    Made onlyInstance(String id, String figure, IntToDoubleFunction value) {
        byInstance.clear();
        return ofInstance(id, figure, value);
    }

    /** Answers of a second's share: half within p50, and so on. */
    Made latency(double p50, double p95, double p99, double longest) {
        return figure(FigureName.P50, p50)
                .figure(FigureName.P95, p95)
                .figure(FigureName.P99, p99)
                .figure(FigureName.LONGEST, longest);
    }

    ServiceData data() {
        return new ServiceData(
                name,
                span,
                IntStream.range(0, instances)
                        .mapToObj(i -> instance(name + "-" + i))
                        .toList(),
                new InstanceCounts.Counts(Instant.MIN, new TreeMap<>(Map.of(Instant.MIN, instances))),
                figures(),
                byInstance,
                losses,
                verdicts,
                breaches,
                health,
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }

    Figures figures() {
        return new Figures(step, curves);
    }

    private Curve curve(IntToDoubleFunction value) {
        int count = (int) span.length().dividedBy(step);
        return new Curve(
                IntStream.range(0, count)
                        .mapToLong(i -> span.from().plus(step.multipliedBy(i)).toEpochMilli())
                        .toArray(),
                IntStream.range(0, count).mapToDouble(value).toArray());
    }

    private Instance instance(String id) {
        return new Instance(
                id,
                name,
                null,
                "127.0.0.1",
                20_000,
                "h",
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                null,
                null,
                null,
                "development",
                List.of(),
                null,
                metadata,
                span.from().minusSeconds(60),
                true,
                1,
                0,
                null);
    }
}
