package io.lotse.meshview;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** When each instance's last heartbeat came: soft state, kept in memory by the registry, read by whoever shows it. */
public final class LastHeartbeats {
    private final Map<String, Instant> heard = new ConcurrentHashMap<>();

    /** Remembers a heartbeat, unless a later one is known. */
    public void heard(String serviceId, Instant at) {
        heard.merge(serviceId, at, (a, b) -> a.isAfter(b) ? a : b);
    }

    public void forget(String serviceId) {
        heard.remove(serviceId);
    }

    /** Forgets all that are not of these instances. */
    public void retain(Set<String> serviceIds) {
        heard.keySet().retainAll(serviceIds);
    }

    /** Empty if none came since this node was started. */
    public Optional<Instant> of(String serviceId) {
        return Optional.ofNullable(heard.get(serviceId));
    }
}
