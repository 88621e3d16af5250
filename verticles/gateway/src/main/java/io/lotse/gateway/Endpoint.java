package io.lotse.gateway;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/**
 * A place as one event loop uses it: what runs there, and how the place has done of late. All but its health belongs to
 * the event loop.
 */
final class Endpoint {
    /** What one more request costs where none was answered yet: as in Finagle, more than any that is known. */
    private static final double UNKNOWN = Long.MAX_VALUE / 2d;

    private final Place place;
    private final Health health;
    private final Latency latency = new Latency();
    private final Traffic traffic;
    /** Null once it has its full share. */
    private WarmUp warmUp;

    private int running;
    private int returns;
    private volatile long retiredAt;
    private volatile boolean retired;

    /**
     * @param health what all event loops know of the place
     * @param warmUp how its share grows; null for all of it at once
     * @param traffic counts its requests
     */
    Endpoint(Place place, Health health, WarmUp warmUp, Traffic traffic) {
        this.place = place;
        this.health = health;
        this.warmUp = warmUp;
        this.traffic = traffic;
    }

    Place place() {
        return place;
    }

    SocketAddress address() {
        return place.address();
    }

    /** Whether this is another host's gateway. */
    boolean isGateway() {
        return place.isGateway();
    }

    /** Whether it is asked by HTTP/2. A WebSocket begins with HTTP/1.1, whatever else an instance speaks. */
    boolean isHttp2(boolean isWebSocket) {
        return place.isHttp2() && !isWebSocket;
    }

    RequestOptions request(HttpMethod method, String uri) {
        return new RequestOptions()
                .setServer(place.address())
                .setHost(place.address().host())
                .setPort(place.address().port())
                .setMethod(method)
                .setURI(uri);
    }

    /** Whether it may be picked before others have been tried; says yes once when its time is over, for a trial. */
    boolean admits() {
        return (warmUp == null || isWarm()) && health.admits();
    }

    private boolean isWarm() {
        if (warmUp.isOver()) {
            warmUp = null;
            return true;
        }
        return warmUp.admits();
    }

    /** Whether it gets trials only. */
    boolean isLeftOut() {
        return health.isEjected() || health.isOpen();
    }

    boolean mayBeTried(long now) {
        return health.mayBeTried(now);
    }

    Health health() {
        return health;
    }

    /** How many requests of this event loop it has now. */
    int running() {
        return running;
    }

    void begin() {
        running++;
        traffic.begun();
    }

    void end() {
        running--;
        traffic.ended();
    }

    /** What is counted of its requests. */
    Traffic traffic() {
        return traffic;
    }

    /** It answered after so long. */
    void observe(long nanos, long now) {
        int returned = health.returns();
        if (returned != returns) {
            returns = returned;
            latency.reset();
        }
        latency.observe(nanos, now);
    }

    Latency latency() {
        return latency;
    }

    /**
     * How long one more request would take, about; for comparison. One that nothing is known of, or nothing of late, costs
     * nothing until a request has gone there, and then more than any other until that is answered: a cold instance is known
     * soon, without a crowd that waits for it, and is asked again soon after a slow first answer.
     */
    double cost(long now) {
        if (!latency.isKnown(now)) {
            return running == 0 ? 0 : UNKNOWN + running;
        }
        return latency.peak(now) * (running + 1) / place.weight();
    }

    /** Stands for the place, the same on every node. */
    long token() {
        return HashKey.hash(place.id() + "@" + place.address());
    }

    /** It was deregistered: it finishes what runs. */
    void retire(long now) {
        retiredAt = now;
        retired = true;
    }

    /** Whether it was deregistered longer ago than this. */
    boolean isRetiredFor(long nanos, long now) {
        return retired && now - retiredAt > nanos;
    }

    @Override
    public String toString() {
        return place.endpoint();
    }
}
