package io.lotse.docker;

import java.util.List;
import java.util.Map;

/**
 * A container that runs, as its engine lists it.
 *
 * @param id 64 hexadecimal digits
 * @param name without the slash that the engine puts in front
 * @param image as it was named when the container was made
 * @param labels its own and its image's
 * @param paused whether it stands still
 * @param health what its HEALTHCHECK says
 * @param ports what it publishes and what it exposes
 * @param addresses its own, by the name of the network
 */
record Container(
        String id,
        String name,
        String image,
        Map<String, String> labels,
        boolean paused,
        Health health,
        List<Port> ports,
        Map<String, String> addresses) {

    /** What a HEALTHCHECK says. */
    enum Health {
        /** It has none. */
        NONE,
        STARTING,
        HEALTHY,
        UNHEALTHY
    }

    /**
     * A port of a container.
     *
     * @param inside its number in the container
     * @param protocol {@code tcp}, {@code udp} or {@code sctp}
     * @param address where the host publishes it, {@code 0.0.0.0} or {@code ::} for everywhere; null if it does not
     * @param published its number on the host; null if it is not published
     */
    record Port(int inside, String protocol, String address, Integer published) {}

    Container {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
        addresses = Map.copyOf(addresses);
    }

    /** As people see it. */
    String shortId() {
        return id.substring(0, Math.min(12, id.length()));
    }

    /** Whether it should get requests. */
    boolean ready() {
        return !paused && (health == Health.NONE || health == Health.HEALTHY);
    }
}
