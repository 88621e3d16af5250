package io.lotse.observer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/**
 * The last figures in the node's meter registry, from where they go to Prometheus and what else is configured: each subject's on one
 * node of the mesh, and what the store itself takes.
 */
final class MetricGauges {
    /** What was not measured for longer is not shown. */
    private static final int RECENT_SECONDS = 60;

    private static final double PER_MILLI = 1e-3;
    private static final double PER_CENT = 1e-2;

    private final MeterRegistry registry;
    private final MetricStore store;
    private final Supplier<Shares> shares;
    private final String node;
    private final Clock clock;
    private final Map<Subject.Kind, Map<Figure, MultiGauge>> gauges = new EnumMap<>(Subject.Kind.class);

    /** @param node the name of this node */
    MetricGauges(MeterRegistry registry, MetricStore store, Supplier<Shares> shares, String node, Clock clock) {
        this.registry = registry;
        this.store = store;
        this.shares = shares;
        this.node = node;
        this.clock = clock;
    }

    /** Registers what the store takes. */
    void register() {
        Gauge.builder("lotse.metrics.series", store, MetricStore::size)
                .description("Series of figures that this node keeps")
                .register(registry);
        Gauge.builder("lotse.metrics.memory", store, MetricStore::bytes)
                .description("Memory that they took a minute ago or less")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("lotse.metrics.series.dropped", store, MetricStore::dropped)
                .description("Series that were dropped: nothing was measured for long, and others needed the room")
                .register(registry);
        FunctionCounter.builder("lotse.metrics.values.refused", store, MetricStore::refused)
                .description("Values of new series that found no room")
                .register(registry);
    }

    /** Shows the last figures of those subjects that are this node's to tell of. */
    void refresh() {
        Map<Subject.Kind, Map<Figure, List<MultiGauge.Row<?>>>> rows = new EnumMap<>(Subject.Kind.class);
        long now = clock.instant().getEpochSecond();
        Shares of = shares.get();
        store.forEach((key, series) -> {
            Subject subject = key.subject();
            boolean mine = subject.kind() == Subject.Kind.NODE ? subject.name().equals(node) : of.mine(subject.name());
            double value = mine ? last(series, now) : Double.NaN;
            if (!Double.isNaN(value)) {
                rows.computeIfAbsent(subject.kind(), k -> new EnumMap<>(Figure.class))
                        .computeIfAbsent(key.figure(), f -> new ArrayList<>())
                        .add(MultiGauge.Row.of(tags(subject), value * factor(key.figure())));
            }
        });
        for (Subject.Kind kind : Subject.Kind.values()) {
            Map<Figure, List<MultiGauge.Row<?>>> shown = rows.getOrDefault(kind, Map.of());
            shown.keySet().forEach(figure -> gauge(kind, figure));
            gauges.getOrDefault(kind, Map.of())
                    .forEach((figure, gauge) -> gauge.register(shown.getOrDefault(figure, List.of()), true));
        }
    }

    private static double last(Series series, long now) {
        long slot = Resolution.TEN_SECONDS.slot(now);
        float[] values =
                series.read(Resolution.TEN_SECONDS, slot - RECENT_SECONDS / Resolution.TEN_SECONDS.seconds(), slot + 1);
        for (int i = values.length - 1; i >= 0; i--) {
            if (!Float.isNaN(values[i])) {
                return values[i];
            }
        }
        return Double.NaN;
    }

    private Tags tags(Subject subject) {
        return switch (subject.kind()) {
            case SERVICE -> Tags.of("service", subject.name());
            case INSTANCE -> Tags.of("service", store.service(subject).orElse(""), "instance", subject.name());
            case PATH -> Tags.of("service", subject.serviceOfPath(), "path", subject.path());
            case NODE -> Tags.of("node", subject.name());
        };
    }

    private MultiGauge gauge(Subject.Kind kind, Figure figure) {
        return gauges.computeIfAbsent(kind, k -> new EnumMap<>(Figure.class))
                .computeIfAbsent(figure, f -> MultiGauge.builder(name(kind, f))
                        .description(f.description())
                        .register(registry));
    }

    /** In base units, as Prometheus wants them: {@code lotse.watched.instance.latency.p99.seconds}. */
    static String name(Subject.Kind kind, Figure figure) {
        String name = figure.wireName()
                .replaceFirst("_ms$", "_seconds")
                .replaceFirst("_percent$", "_ratio")
                .replace('_', '.');
        return "lotse.watched." + kind.name().toLowerCase(Locale.ROOT) + "." + name;
    }

    private static double factor(Figure figure) {
        String name = figure.wireName();
        return name.endsWith("_ms") ? PER_MILLI : name.endsWith("_percent") ? PER_CENT : 1;
    }
}
