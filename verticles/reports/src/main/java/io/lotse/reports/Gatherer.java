package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.gateway.RouteList;
import io.lotse.contracts.gateway.RouteTimeouts;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachPage;
import io.lotse.contracts.health.BreachQuery;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.SeriesQuery;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictPage;
import io.lotse.contracts.verdicts.VerdictQuery;
import io.lotse.contracts.verdicts.VerdictsContract;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Service;
import io.lotse.statistics.Millis;

/** Asks the other rooms for all that a report needs of a service. */
final class Gatherer {
    /** A span that has figures for a shorter time is looked at as finely as is kept. */
    private static final Duration SHORT = Duration.ofHours(2);

    private static final Duration FINE = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int STEPS = 1_440;
    private static final int STEPS_OF_INSTANCES = 288;
    /** Of a service with more instances some are enough to see what they have in common. */
    private static final int MOST_INSTANCES = 100;

    private static final int MOST = 1_000;
    private static final String TARGET = "target_ms";

    private final EventBus bus;
    private final MeshView view;
    private final ReportsConfig config;
    private final InstanceCounts counts;

    Gatherer(EventBus bus, MeshView view, ReportsConfig config, InstanceCounts counts) {
        this.bus = bus;
        this.view = view;
        this.config = config;
        this.counts = counts;
    }

    /** The declared routes; none where no gateway answers. */
    Future<List<RouteEntry>> routes() {
        return GatewayContract.ROUTES
                .call(bus, Empty.EMPTY)
                .map(RouteList::items)
                .otherwise(List.of());
    }

    /**
     * @param losses the instances that it lost within the span
     * @return fails with a {@link ContractException} where the observer does not answer
     */
    Future<ServiceData> gather(String service, Span span, List<Loss> losses, List<RouteEntry> routes) {
        List<String> ids = Stream.concat(
                        view.snapshot().service(service).stream()
                                .flatMap(s -> s.instances().stream())
                                .map(Instance::serviceId),
                        losses.stream().map(Loss::serviceId))
                .limit(MOST_INSTANCES)
                .toList();
        return gather(service, ids, span, losses, routes);
    }

    /** Without the figures of each instance. */
    Future<ServiceData> asAWhole(String service, Span span) {
        return gather(service, List.of(), span, List.of(), List.of());
    }

    private Future<ServiceData> gather(
            String service, List<String> ids, Span span, List<Loss> losses, List<RouteEntry> routes) {
        MeshSnapshot snapshot = view.snapshot();
        Future<Figures> figures = figures(service, span);
        Future<Map<String, Figures>> instances = figures.compose(f -> instances(ids, span));
        Future<VerdictPage> verdicts =
                VerdictsContract.VERDICTS.call(bus, new VerdictQuery(service, null, null, true, null, MOST));
        Future<BreachPage> breaches = HealthContract.BREACHES.call(bus, new BreachQuery(service, null, null, MOST));
        Future<HealthPage> health = HealthContract.HEALTH
                .call(bus, new HealthQuery(service, null, null, null, MOST))
                .recover(e -> orNothing(e, new HealthPage(List.of(), null)));
        return Future.all(figures, instances, verdicts, breaches, health).map(all -> {
            List<Instance> active =
                    snapshot.service(service).map(Service::active).orElse(List.of());
            List<Breach> crossed = breaches.result().items();
            return new ServiceData(
                    service,
                    span,
                    active,
                    counts.of(service, snapshot),
                    figures.result(),
                    instances.result(),
                    losses.stream().filter(l -> ids.contains(l.serviceId())).toList(),
                    within(verdicts.result().items(), span.from()),
                    crossed,
                    health.result().items(),
                    target(active, crossed),
                    timeOut(service, routes));
        });
    }

    /** Of a service: fine where they were measured for a short time only. */
    Future<Figures> figures(String service, Span span) {
        Duration step = step(span, STEPS);
        return series(service, null, span, step).compose(figures -> {
            Instant fine = span.to().minus(SHORT);
            boolean isShort = !figures.isEmpty()
                    && step.compareTo(FINE) > 0
                    && figures.curves().values().stream()
                            .allMatch(c -> c.isEmpty() || c.atMillis()[0] >= fine.toEpochMilli());
            return isShort ? series(service, null, span.since(fine), FINE) : Future.succeededFuture(figures);
        });
    }

    private Future<Map<String, Figures>> instances(List<String> ids, Span span) {
        Duration step = step(span, STEPS_OF_INSTANCES);
        return InTurn.all(ids, id -> series(null, id, span, step).map(figures -> Map.entry(id, figures)))
                .map(all -> all.stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b)));
    }

    private Future<Figures> series(String service, String instance, Span span, Duration step) {
        return MetricsContract.SERIES
                .call(bus, new SeriesQuery(service, instance, null, null, span.from(), span.to(), step))
                .map(Figures::of)
                .recover(e -> orNothing(e, Figures.NONE));
    }

    private static Duration step(Span span, int steps) {
        Duration step = Duration.ofSeconds(span.length().toSeconds() / steps);
        if (step.compareTo(FINE) <= 0) {
            return FINE;
        }
        return Duration.ofMinutes(Math.max(1, (step.toSeconds() + MINUTE.toSeconds() - 1) / MINUTE.toSeconds()));
    }

    private static <T> Future<T> orNothing(Throwable e, T nothing) {
        boolean unknown = e instanceof ContractException c
                && (c.code() == ProblemCode.NOT_FOUND
                        || c.code() == ProblemCode.UNKNOWN_SERVICE
                        || c.code() == ProblemCode.UNKNOWN_INSTANCE);
        return unknown ? Future.succeededFuture(nothing) : Future.failedFuture(e);
    }

    private static List<Verdict> within(List<Verdict> verdicts, Instant from) {
        List<Verdict> some = new ArrayList<>(verdicts.stream()
                .filter(v -> v.ended() == null || !v.ended().isBefore(from))
                .toList());
        // the same may have ended and come back: what holds counts
        some.sort(Comparator.comparing(v -> v.ended() != null));
        Map<String, Verdict> newest = new HashMap<>();
        some.forEach(v -> newest.putIfAbsent(v.id(), v));
        return newest.values().stream()
                .sorted(Comparator.comparing(Verdict::id))
                .toList();
    }

    /** What its owner says in its metadata, else the lowest threshold that it crossed, else the node's. */
    private Duration target(List<Instance> active, List<Breach> breaches) {
        return active.stream()
                .map(Instance::metadata)
                .filter(Objects::nonNull)
                .map(metadata -> metadata.get(TARGET))
                .filter(text -> text != null && text.matches("[1-9]\\d{0,6}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text)))
                .findFirst()
                .or(() -> breaches.stream()
                        .filter(b -> b.path() == null && b.metric().equals(FigureName.CHECK_TIME) && b.limit() > 0)
                        .min(Comparator.comparingDouble(Breach::limit))
                        .map(b -> Millis.time(b.limit())))
                .orElse(config.target());
    }

    /** The shortest of the routes that lead to it. */
    private Duration timeOut(String service, List<RouteEntry> routes) {
        return routes.stream()
                .map(RouteEntry::route)
                .filter(route -> route.targets().stream().anyMatch(t -> service.equals(t.service())))
                .map(route -> route.policy() == null ? null : route.policy().timeouts())
                .filter(Objects::nonNull)
                .map(RouteTimeouts::firstByte)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(config.timeOut());
    }
}
