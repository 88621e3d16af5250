package io.lotse.gateway;

import java.util.List;
import java.util.stream.Stream;

import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.meshview.LiveFault;

/**
 * A service's standard paths in one environment, for one event loop. Of a thousand services most are never asked by a node: a
 * path's route is made for its first request.
 */
final class StandardPaths {
    private final String service;
    private final String environment;
    private final RoutePolicy policy;
    private final List<LiveFault> faults;
    private volatile Route bare;
    private volatile Route qualified;

    /**
     * @param policy what the routes are made by
     * @param faults what their requests meet
     */
    StandardPaths(String service, String environment, RoutePolicy policy, List<LiveFault> faults) {
        this.service = service;
        this.environment = environment;
        this.policy = policy;
        this.faults = faults;
    }

    String service() {
        return service;
    }

    String environment() {
        return environment;
    }

    RoutePolicy policy() {
        return policy;
    }

    List<LiveFault> faults() {
        return faults;
    }

    /**
     * A path's route; null until it was asked for.
     *
     * @param isQualified for the path that names the environment, too; else the one that names the service alone
     */
    Route route(boolean isQualified) {
        return isQualified ? qualified : bare;
    }

    void take(boolean isQualified, Route made) {
        if (isQualified) {
            qualified = made;
        } else {
            bare = made;
        }
    }

    /** Those that there are. */
    Stream<Route> routes() {
        return Stream.of(false, true).map(this::route).filter(r -> r != null);
    }
}
