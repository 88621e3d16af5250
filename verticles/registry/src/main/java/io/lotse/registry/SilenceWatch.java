package io.lotse.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.MeshSnapshot;

/**
 * Knows which instances have been silent for too long, by a clock that is never set back, and that stands still while
 * nobody looks: heartbeats may be waiting to be read then. An instance that was not heard since {@link #startOver} counts as heard then, and one that was changed as heard when the change is seen: another
 * node that wrote it awake has told that sooner than it passes the heartbeat on.
 */
final class SilenceWatch {
    /** Whoever was not looking for so long was paused, and may have missed heartbeats. */
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Of the time between two looks no more than this counts as silence. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** What another node heard is told half a second later at most, and is on its way for a moment. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    /** The revisions of the instances that were looked at. */
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();

    /** How far the watch's clock is behind. */
    private volatile long pausedNanos;

    private long startedAt;
    private long lookedAt;
    private long nextDue;
    private MeshSnapshot seen;

    /** @param nanoTime as {@link System#nanoTime} */
    SilenceWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        startOver();
    }

    /** Gives every instance one full timeout from now on. */
    void startOver() {
        startedAt = now();
        lookedAt = startedAt;
        seen = null;
    }

    void heard(String serviceId) {
        heard.put(serviceId, now());
    }

    void forget(String serviceId) {
        heard.remove(serviceId);
        revisions.remove(serviceId);
    }

    void retain(Set<String> serviceIds) {
        heard.keySet().retainAll(serviceIds);
        revisions.keySet().retainAll(serviceIds);
    }

    /** The active instances whose heartbeats stopped; costs next to nothing while none can be due. */
    List<Instance> silent(MeshSnapshot snapshot) {
        long away = now() - lookedAt;
        if (away > PAUSE.toNanos()) {
            startOver();
        } else if (away > LOOK.toNanos()) {
            pausedNanos = pausedNanos + away - LOOK.toNanos();
        }
        long now = now();
        lookedAt = now;
        if (snapshot == seen && now - nextDue < 0) {
            return List.of();
        }
        seen = snapshot;
        return scan(snapshot, now);
    }

    private long now() {
        return nanoTime.getAsLong() - pausedNanos;
    }

    private List<Instance> scan(MeshSnapshot snapshot, long now) {
        Map<String, Long> timeouts = new HashMap<>();
        snapshot.environments().stream()
                .map(Environment::name)
                .forEach(environment -> timeouts.put(
                        environment,
                        snapshot.config(environment).config().heartbeatTimeout().toNanos()));
        List<Instance> silent = new ArrayList<>();
        long earliest = now + Duration.ofHours(1).toNanos();
        for (String id : snapshot.heartbeating()) {
            Instance instance = snapshot.instances().get(id);
            Long timeout = timeouts.get(instance.environment());
            if (instance.status() != InstanceStatus.ACTIVE || timeout == null) {
                continue;
            }
            notice(instance, now);
            long due = lastSign(instance.serviceId()) + timeout + GRACE.toNanos();
            if (due - now <= 0) {
                silent.add(instance);
            }
            earliest = due - earliest < 0 ? due : earliest;
        }
        nextDue = earliest;
        return silent;
    }

    private void notice(Instance instance, long now) {
        Long before = revisions.put(instance.serviceId(), instance.revision());
        if (before == null) {
            heard.putIfAbsent(instance.serviceId(), now);
        } else if (before != instance.revision()) {
            heard.put(instance.serviceId(), now);
        }
    }

    private long lastSign(String serviceId) {
        long last = heard.getOrDefault(serviceId, startedAt);
        return last - startedAt < 0 ? startedAt : last;
    }
}
