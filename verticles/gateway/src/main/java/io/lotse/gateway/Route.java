package io.lotse.gateway;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The way to a service: what is known of it and where its requests may go, compiled when it changed. The turn belongs
 * to one event loop.
 */
final class Route {
    private final String service;
    private final String prefix;
    private final List<Endpoint> all;
    private final List<Endpoint> direct;
    private final String whyEmpty;
    /** Begins anywhere, so that loops and nodes do not all ask the same instance after a change. */
    private int turn;

    /**
     * @param service the service's name
     * @param prefix what is cut off a path before it is sent; empty where the path stays as it came
     * @param all every endpoint
     * @param direct the endpoints that are not another gateway
     * @param whyEmpty what to tell a client when there is no endpoint
     */
    Route(String service, String prefix, List<Endpoint> all, List<Endpoint> direct, String whyEmpty) {
        this.service = service;
        this.prefix = prefix;
        this.all = List.copyOf(all);
        this.direct = List.copyOf(direct);
        this.whyEmpty = whyEmpty;
        this.turn = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    String service() {
        return service;
    }

    String prefix() {
        return prefix;
    }

    String whyEmpty() {
        return whyEmpty;
    }

    /** The endpoints, other gateways left out for a request that came from one: it goes no further. */
    List<Endpoint> endpoints(boolean fromGateway) {
        return fromGateway ? direct : all;
    }

    /**
     * The next endpoint in turn: of those that were not tried, one that admits requests; if none does, any of them,
     * for a service must not shrink to nothing because connects failed.
     *
     * @param fromGateway whether another gateway sent the request here
     * @param tried where this request has failed already
     * @return null if every endpoint has been tried
     */
    Endpoint next(boolean fromGateway, Collection<Endpoint> tried) {
        List<Endpoint> candidates = endpoints(fromGateway);
        int size = candidates.size();
        int first = size == 0 ? 0 : Math.floorMod(turn++, size);
        Endpoint leftOut = null;
        for (int i = 0; i < size; i++) {
            Endpoint endpoint = candidates.get((first + i) % size);
            if (!tried.contains(endpoint)) {
                if (endpoint.admits()) {
                    return endpoint;
                }
                leftOut = leftOut == null ? endpoint : leftOut;
            }
        }
        return leftOut;
    }
}
