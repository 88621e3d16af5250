package io.lotse.contracts.metrics;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** The figures of services, instances and nodes over time. Every node hears all of them and answers from its own memory. */
public final class MetricsContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    public static final Operation<SeriesQuery, SeriesReply> SERIES = new Operation<>(
            "lotse.observer.series.v1",
            SeriesQuery.class,
            SeriesReply.class,
            "Tells the figures of a service, an instance or a node over a span of time",
            TIMEOUT,
            Set.of(ProblemCode.NOT_FOUND));

    public static final EventType<TrafficReport> TRAFFIC_COUNTED = new EventType<>(
            "TrafficCounted",
            "lotse.gateway.traffic-counted.v1",
            TrafficReport.class,
            EventType.Reach.MESH,
            "A gateway tells what it counted of its traffic within about a second; nothing where there was none");

    public static final EventType<LoadReport> LOAD_MEASURED = new EventType<>(
            "LoadMeasured",
            "lotse.observer.load-measured.v1",
            LoadReport.class,
            EventType.Reach.MESH,
            "A node tells how busy its host is and the processes of the instances that it looks after, every few seconds");

    public static final EventType<WatchedPaths> PATHS_WATCHED = new EventType<>(
            "PathsWatched",
            "lotse.observer.paths-watched.v1",
            WatchedPaths.class,
            EventType.Reach.MESH,
            "An observer tells the gateways which request paths to measure: when they change, and every few seconds");

    private MetricsContract() {}
}
