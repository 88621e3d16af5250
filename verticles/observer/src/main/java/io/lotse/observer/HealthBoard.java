package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthSample;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;

/**
 * The last report of every instance, whichever node made it. It holds registered instances only, which bounds it.
 */
final class HealthBoard {
    private final int historyLength;
    private final Map<String, Known> known = new HashMap<>();

    private static final class Known {
        private final Instant registeredAt;
        private final History history;
        private HealthReport report;
        private Instant heardAt;

        Known(Instant registeredAt, int historyLength) {
            this.registeredAt = registeredAt;
            this.history = new History(historyLength);
        }
    }

    HealthBoard(int historyLength) {
        this.historyLength = historyLength;
    }

    /** @param heardAt by this node's clock: the clocks of nodes differ */
    void put(Instance instance, HealthReport report, Instant heardAt) {
        Known entry = known.get(instance.serviceId());
        if (entry == null || !entry.registeredAt.equals(instance.registeredAt())) {
            entry = new Known(instance.registeredAt(), historyLength);
            known.put(instance.serviceId(), entry);
        }
        entry.report = report;
        entry.heardAt = heardAt;
        entry.history.add(report);
    }

    /** The last report; empty if there was none since the instance was registered. */
    Optional<HealthReport> last(Instance instance) {
        return entry(instance).map(e -> e.report);
    }

    /** How long ago the last report was heard; empty if there was none. */
    Optional<Duration> age(Instance instance, Instant now) {
        return entry(instance).map(e -> Duration.between(e.heardAt, now));
    }

    /** The past checks, the oldest first; empty if there was none. */
    List<HealthSample> history(Instance instance) {
        return entry(instance).map(e -> e.history.samples()).orElse(List.of());
    }

    /** Forgets those that are registered no more. */
    void retain(MeshSnapshot snapshot) {
        known.keySet().removeIf(id -> !snapshot.instances().containsKey(id));
    }

    private Optional<Known> entry(Instance instance) {
        return Optional.ofNullable(known.get(instance.serviceId()))
                .filter(e -> e.registeredAt.equals(instance.registeredAt()));
    }
}
