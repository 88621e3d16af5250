package io.lotse.gateway;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Vertx;

import io.lotse.contracts.metrics.InstanceTraffic;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.PathTraffic;
import io.lotse.contracts.metrics.TrafficReport;

/**
 * Tells the mesh once a second what this node's event loops counted. They hand it over early in each second and it is told in the
 * middle, so that each second is told once.
 */
final class TrafficTeller {
    private static final long SECOND_MILLIS = 1_000;
    private static final long HANDED_OVER_AT_MILLIS = 300;
    private static final long TOLD_AT_MILLIS = 500;
    /** In one message. */
    private static final int MOST_INSTANCES = 500;

    private final String gateway;
    private final Clock clock;
    private final TrafficSums sums = new TrafficSums();
    private final PathWatch paths = new PathWatch(System::nanoTime);

    /** @param gateway stands for this gateway in what is told */
    TrafficTeller(String gateway, Clock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    /** The request paths that are measured, too. */
    PathWatch paths() {
        return paths;
    }

    /** Takes over what an event loop counts, from now on. On that event loop. */
    void listen(Vertx vertx, List<Traffic> busy) {
        every(vertx, HANDED_OVER_AT_MILLIS, () -> busy.removeIf(traffic -> traffic.drainTo(sums)));
    }

    /** Tells what there is, from now on. */
    void start(Vertx vertx) {
        MetricsContract.PATHS_WATCHED.subscribe(vertx.eventBus(), paths::hear);
        every(vertx, TOLD_AT_MILLIS, () -> tell(vertx));
    }

    private void every(Vertx vertx, long phase, Runnable work) {
        long into = Math.floorMod(clock.millis(), SECOND_MILLIS);
        vertx.setPeriodic(Math.floorMod(phase - into, SECOND_MILLIS), SECOND_MILLIS, t -> work.run());
    }

    private void tell(Vertx vertx) {
        List<InstanceTraffic> all = new ArrayList<>(sums.drain());
        for (int from = 0; from < all.size(); from += MOST_INSTANCES) {
            tell(vertx, all.subList(from, Math.min(all.size(), from + MOST_INSTANCES)), List.of());
        }
        List<PathTraffic> ofPaths = paths.drain();
        if (!ofPaths.isEmpty()) {
            tell(vertx, List.of(), ofPaths);
        }
    }

    private void tell(Vertx vertx, List<InstanceTraffic> instances, List<PathTraffic> ofPaths) {
        MetricsContract.TRAFFIC_COUNTED.publish(
                vertx.eventBus(), new TrafficReport(gateway, clock.instant(), instances, ofPaths));
    }
}
