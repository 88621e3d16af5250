package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;
import io.lotse.contracts.verdicts.Deploy;
import io.lotse.contracts.verdicts.DeployHistory;
import io.lotse.contracts.verdicts.Turn;
import io.lotse.contracts.verdicts.TurnHistory;
import io.lotse.contracts.verdicts.TurnKind;
import io.lotse.meshview.MeshSnapshot;

/**
 * What happened to each instance lately, as its health reports tell: when it went down, came up, restarted, and was given
 * another version. Since this node began to listen, and before as the ledger remembers. On one event loop.
 */
final class Lives {
    private static final int MOST_TURNS = 64;
    private static final int MOST_DEPLOYS = 16;
    /** Clocks and roundings make a run begin this much sooner or later from answer to answer. */
    private static final Duration INEXACT = Duration.ofSeconds(5);

    private final Map<String, Watched> watched = new HashMap<>();
    private final Map<String, Versions> versions = new HashMap<>();
    /** Of instances that were not heard of yet. */
    private final Map<String, List<Turn>> remembered = new HashMap<>();

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

        void turn(Instant at, TurnKind kind) {
            turns.addLast(new Turn(at, kind));
            if (turns.size() > MOST_TURNS) {
                turns.removeFirst();
            }
        }

        /** What two nodes saw may be the same. */
        void merge(List<Turn> others) {
            List<Turn> own = List.copyOf(turns);
            turns.clear();
            TurnKind last = null;
            for (Turn turn : Stream.concat(others.stream(), own.stream())
                    .distinct()
                    .sorted(Comparator.comparing(Turn::at))
                    .toList()) {
                if (turn.kind() == TurnKind.RESTART || turn.kind() != last) {
                    turn(turn.at(), turn.kind());
                }
                last = turn.kind() == TurnKind.RESTART ? last : turn.kind();
            }
            down = last == null ? down : last == TurnKind.DOWN;
        }
    }

    /** Of one service. */
    private static final class Versions {
        private final Set<String> seen = new HashSet<>();
        private final Deque<Deploy> deploys = new ArrayDeque<>();
        private String last;
        /** What this node heard of first. */
        private Deploy first;

        /** Each version counts once, whoever saw it begin. */
        void merge(DeployHistory others) {
            List<Deploy> own = new ArrayList<>(deploys);
            Set<String> theirs = new HashSet<>(Set.of(others.version()));
            others.deploys().forEach(deploy -> {
                theirs.add(deploy.versionBefore());
                theirs.add(deploy.versionAfter());
            });
            if (first != null) {
                own.add(new Deploy(first.at(), others.version(), first.versionAfter()));
            }
            own.removeIf(deploy -> theirs.contains(deploy.versionAfter()));
            own.addAll(others.deploys());
            own.sort(Comparator.comparing(Deploy::at));
            deploys.clear();
            deploys.addAll(own.subList(Math.max(0, own.size() - MOST_DEPLOYS), own.size()));
            seen.addAll(theirs);
            last = last == null ? others.version() : last;
        }
    }

    /** An instance was checked, by any node. */
    void checked(HealthReport report) {
        if (report.checkedAt() == null || report.status() == HealthStatus.UNKNOWN) {
            return;
        }
        Watched known = watched.computeIfAbsent(report.serviceId(), this::watched);
        known.service = report.serviceName();
        boolean down = report.status() == HealthStatus.DOWN;
        if (down != known.down) {
            known.turn(report.checkedAt(), down ? TurnKind.DOWN : TurnKind.UP);
            known.down = down;
        }
        if (known.since == null) {
            known.since = report.checkedAt();
        }
        if (report.vitals() != null) {
            took(known, report.vitals(), report.checkedAt());
        }
    }

    private Watched watched(String serviceId) {
        Watched begun = new Watched();
        List<Turn> before = remembered.remove(serviceId);
        if (before != null) {
            begun.merge(before);
        }
        return begun;
    }

    private void took(Watched known, Vitals vitals, Instant at) {
        Instant began = vitals.uptime() == null ? known.since : at.minus(vitals.uptime());
        boolean otherVersion = vitals.version() != null && !vitals.version().equals(known.version);
        boolean first = known.version == null && known.turns.isEmpty();
        if (began.isAfter(known.since.plus(INEXACT))) {
            if (!first) {
                known.turn(began, TurnKind.RESTART);
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
        if (known.first == null) {
            known.first = new Deploy(at, null, version);
        }
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
        remembered.keySet().removeIf(id -> !snapshot.instances().containsKey(id));
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

    /** Takes what another node, or this one in an earlier run, knew of a service. */
    void remember(DeployHistory history) {
        versions.computeIfAbsent(history.serviceName(), s -> new Versions()).merge(history);
    }

    /** Takes what another node, or this one in an earlier run, knew of an instance. */
    void remember(TurnHistory history) {
        Watched known = watched.get(history.serviceId());
        if (known == null) {
            remembered.put(history.serviceId(), history.turns());
        } else {
            known.merge(history.turns());
        }
    }

    /** What others should remember of services: of each that told a version. */
    List<DeployHistory> deployHistories() {
        List<DeployHistory> all = new ArrayList<>();
        versions.forEach(
                (service, known) -> all.add(new DeployHistory(service, known.last, List.copyOf(known.deploys))));
        return all;
    }

    /** What others should remember of instances: of each to which something happened since a time. */
    List<TurnHistory> turnHistories(Instant since) {
        Map<String, List<Turn>> all = new HashMap<>(remembered);
        watched.forEach((id, known) -> all.put(id, List.copyOf(known.turns)));
        return all.entrySet().stream()
                .map(entry -> new TurnHistory(
                        entry.getKey(),
                        entry.getValue().stream()
                                .filter(turn -> turn.at().isAfter(since))
                                .toList()))
                .filter(history -> !history.turns().isEmpty())
                .toList();
    }
}
