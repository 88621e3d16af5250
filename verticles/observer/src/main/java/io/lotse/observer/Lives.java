package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;
import io.lotse.meshview.MeshSnapshot;

/**
 * What happened to each instance lately, as its health reports tell: when it went down, came up, restarted, and was given
 * another version. Since this node began to listen. On one event loop.
 */
final class Lives {
    private static final int MOST_TURNS = 64;
    private static final int MOST_DEPLOYS = 16;
    /** Clocks and roundings make a run begin this much sooner or later from answer to answer. */
    private static final Duration INEXACT = Duration.ofSeconds(5);

    private final Map<String, Watched> watched = new HashMap<>();
    private final Map<String, Versions> versions = new HashMap<>();

    /**
     * One instance, as it was at a time.
     *
     * @param since when its run began, or was first heard of
     * @param version null if not told
     * @param memoryLimit bytes; null if not told or not limited
     * @param turns the oldest first
     */
    record Life(String id, String service, Instant since, String version, Double memoryLimit, List<Turn> turns) {}

    private static final class Watched {
        private final Deque<Turn> turns = new ArrayDeque<>();
        private String service;
        private Instant since;
        private String version;
        private Double memoryLimit;
        private boolean down;

        void turn(Instant at, Turn.Kind kind) {
            turns.addLast(new Turn(at, kind));
            if (turns.size() > MOST_TURNS) {
                turns.removeFirst();
            }
        }
    }

    /** Of one service. */
    private static final class Versions {
        private final Set<String> seen = new HashSet<>();
        private final Deque<Deploy> deploys = new ArrayDeque<>();
        private String last;
    }

    /** An instance was checked, by any node. */
    void checked(HealthReport report) {
        if (report.checkedAt() == null || report.status() == HealthStatus.UNKNOWN) {
            return;
        }
        Watched known = watched.computeIfAbsent(report.serviceId(), id -> new Watched());
        known.service = report.serviceName();
        boolean down = report.status() == HealthStatus.DOWN;
        if (down != known.down) {
            known.turn(report.checkedAt(), down ? Turn.Kind.DOWN : Turn.Kind.UP);
            known.down = down;
        }
        if (known.since == null) {
            known.since = report.checkedAt();
        }
        if (report.vitals() != null) {
            took(known, report.vitals(), report.checkedAt());
        }
    }

    private void took(Watched known, Vitals vitals, Instant at) {
        Instant began = vitals.uptime() == null ? known.since : at.minus(vitals.uptime());
        boolean otherVersion = vitals.version() != null && !vitals.version().equals(known.version);
        boolean first = known.version == null && known.turns.isEmpty();
        if (began.isAfter(known.since.plus(INEXACT))) {
            if (!first) {
                known.turn(began, Turn.Kind.RESTART);
            }
            known.since = began;
        } else if (began.isBefore(known.since)) {
            known.since = began;
        } else if (otherVersion && known.version != null) {
            known.since = at;
        }
        if (otherVersion) {
            deployed(known.service, vitals.version(), known.since);
            known.version = vitals.version();
        }
        if (vitals.memoryLimitBytes() != null) {
            known.memoryLimit = vitals.memoryLimitBytes().doubleValue();
        }
    }

    /** The first version that is heard of was there before. */
    private void deployed(String service, String version, Instant at) {
        Versions known = versions.computeIfAbsent(service, s -> new Versions());
        if (known.seen.add(version) && known.last != null) {
            known.deploys.addLast(new Deploy(at, known.last, version));
            if (known.deploys.size() > MOST_DEPLOYS) {
                known.deploys.removeFirst();
            }
        }
        known.last = version;
    }

    /** Forgets those that are registered no more. */
    void retain(MeshSnapshot snapshot) {
        watched.keySet().removeIf(id -> !snapshot.instances().containsKey(id));
        Set<String> services = new HashSet<>();
        snapshot.instances().values().forEach(instance -> services.add(instance.serviceName()));
        versions.keySet().retainAll(services);
    }

    /** All, as they are now. */
    List<Life> all() {
        List<Life> lives = new ArrayList<>();
        watched.forEach(
                (id, w) -> lives.add(new Life(id, w.service, w.since, w.version, w.memoryLimit, List.copyOf(w.turns))));
        return lives;
    }

    /** The deploys of each service, the oldest first. */
    Map<String, List<Deploy>> deploys() {
        Map<String, List<Deploy>> all = new HashMap<>();
        versions.forEach((service, known) -> all.put(service, List.copyOf(known.deploys)));
        return all;
    }
}
