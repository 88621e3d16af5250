package io.lotse.reports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.Service;
import io.lotse.meshview.ViewChange;

/**
 * How many active instances services had over time, as this node saw it: a mean over six instances says something else
 * than one over two. Safe on any thread.
 */
final class InstanceCounts {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Map<String, NavigableMap<Instant, Integer>> changes = new ConcurrentHashMap<>();

    InstanceCounts(Clock clock) {
        this.clock = clock;
    }

    /**
     * How many there were over time.
     *
     * @param since since when that is known
     * @param changes how many from then on
     */
    record Counts(Instant since, NavigableMap<Instant, Integer> changes) {
        /** 0 where it is not known. */
        int at(Instant then) {
            Map.Entry<Instant, Integer> entry = changes.floorEntry(then);
            return then.isBefore(since) || entry == null ? 0 : entry.getValue();
        }
    }

    void changed(ViewChange change) {
        Instant now = clock.instant();
        for (String service : change.services()) {
            int before = active(change.before(), service);
            int after = active(change.now(), service);
            // what a view shows first was so before
            if (before != after && before > 0) {
                note(service, new Known(newest(change.before(), service), before), after, now);
            }
        }
    }

    /** So many since then. */
    private record Known(Instant since, int count) {}

    private void note(String service, Known first, int after, Instant now) {
        changes.compute(service, (name, known) -> {
            NavigableMap<Instant, Integer> times = known == null ? new TreeMap<>() : new TreeMap<>(known);
            if (times.isEmpty()) {
                times.put(first.since(), first.count());
            }
            times.put(now, after);
            Instant oldest = now.minus(KEPT);
            // the last one before what is kept says how many there were at its beginning
            while (times.size() > MOST
                    || (times.size() > 1 && times.higherKey(times.firstKey()).isBefore(oldest))) {
                times.pollFirstEntry();
            }
            return times;
        });
    }

    /** Of a service as it is now: from before this node watched no more is known than that nobody came since. */
    Counts of(String name, MeshSnapshot snapshot) {
        int now = active(snapshot, name);
        NavigableMap<Instant, Integer> times = changes.get(name);
        if (times != null) {
            return new Counts(times.firstKey(), times);
        }
        Instant newest = newest(snapshot, name);
        return new Counts(newest, new TreeMap<>(Map.of(newest, now)));
    }

    /** When the last of the active instances came. */
    private static Instant newest(MeshSnapshot snapshot, String name) {
        return snapshot.service(name).stream()
                .flatMap(service -> service.active().stream())
                .map(Instance::registeredAt)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private static int active(MeshSnapshot snapshot, String service) {
        return snapshot.service(service)
                .map(Service::active)
                .map(java.util.List::size)
                .orElse(0);
    }
}
