package io.lotse.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.metrics.PathTraffic;
import io.lotse.contracts.metrics.WatchedPaths;

/**
 * The request paths that observers want measured. No other path is looked at: a request to a service without one costs a
 * look into a map that is mostly empty. Safe on any thread.
 */
final class PathWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PathWatch.class);
    /** Who wants paths says so every ten seconds. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(35);

    private final LongSupplier nanoClock;
    private final Map<String, Wanted> byNode = new HashMap<>();
    /** By service, the most specific first. Replaced, never changed. */
    private volatile Map<String, List<PathTally>> tallies = Map.of();

    private record Wanted(Map<String, List<String>> paths, long at) {}

    PathWatch(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** What is counted of the path of a target that the service is asked for; null where nobody wants to know. */
    PathTally find(String service, String target) {
        Map<String, List<PathTally>> now = tallies;
        List<PathTally> own = now.isEmpty() ? null : now.get(service);
        if (own != null) {
            String normal = NormalPath.of(target);
            for (PathTally tally : own) {
                if (tally.fits(normal)) {
                    return tally;
                }
            }
        }
        return null;
    }

    /** An observer says which paths it wants. */
    synchronized void hear(WatchedPaths watched) {
        Wanted before = watched.paths().isEmpty()
                ? byNode.remove(watched.nodeId())
                : byNode.put(watched.nodeId(), new Wanted(watched.paths(), nanoClock.getAsLong()));
        if (!(before == null ? Map.of() : before.paths()).equals(watched.paths())) {
            follow();
        }
    }

    /** Hands over what was counted, and forgets whom nobody heard of for long. */
    synchronized List<PathTraffic> drain() {
        long now = nanoClock.getAsLong();
        if (byNode.values().removeIf(wanted -> now - wanted.at() > KEPT_NANOS)) {
            follow();
        }
        return tallies.values().stream()
                .flatMap(List::stream)
                .map(PathTally::drain)
                .filter(Objects::nonNull)
                .toList();
    }

    private void follow() {
        Map<String, Set<String>> wanted = new HashMap<>();
        byNode.values().forEach(node -> node.paths()
                .forEach((service, paths) ->
                        wanted.computeIfAbsent(service, s -> new TreeSet<>()).addAll(paths)));
        Map<String, List<PathTally>> before = tallies;
        Map<String, List<PathTally>> now = new HashMap<>();
        wanted.forEach(
                (service, paths) -> now.put(service, of(service, paths, before.getOrDefault(service, List.of()))));
        tallies = Map.copyOf(now);
    }

    private static List<PathTally> of(String service, Set<String> paths, List<PathTally> before) {
        List<PathTally> all = new ArrayList<>();
        for (String path : paths) {
            try {
                PathPattern pattern = PathPattern.parse(path);
                all.add(before.stream()
                        .filter(known -> known.pattern().equals(pattern))
                        .findFirst()
                        .orElseGet(() -> new PathTally(service, pattern)));
            } catch (IllegalArgumentException e) {
                LOG.warn("event=path_not_watched service={} reason=\"{}\"", service, e.getMessage());
            }
        }
        all.sort((a, b) -> a.pattern().compareSpecificity(b.pattern()));
        return List.copyOf(all);
    }
}
