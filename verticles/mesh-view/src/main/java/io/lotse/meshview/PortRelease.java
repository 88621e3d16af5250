package io.lotse.meshview;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.Instance;

/**
 * What every transaction must do that takes an allocation away: delete it as it was seen, and note who held the port.
 *
 * @param allocation what is taken away
 * @param condition holds while the allocation is as it was seen
 * @param note puts the port's history
 */
public record PortRelease(Allocation allocation, Condition condition, Mutation note) {
    /** Deletes the allocation and puts the port's history. */
    public List<Mutation> mutations() {
        return List.of(Mutation.delete(condition.key()), note);
    }

    /**
     * @param snapshot where the allocation was seen
     * @param key of the allocation
     * @param at when
     * @param why why its holder no longer holds it
     * @return empty if there is no such allocation
     */
    public static Optional<PortRelease> of(MeshSnapshot snapshot, String key, Instant at, TenancyEnd why) {
        Allocation allocation = snapshot.allocations().get(key);
        Optional<Entry> entry = snapshot.entry(key);
        if (allocation == null || entry.isEmpty()) {
            return Optional.empty();
        }
        PortHistory history = history(snapshot, allocation).with(tenancy(snapshot, allocation, at, why));
        String released = LedgerKeys.released(allocation.space(), allocation.protocol(), allocation.port());
        return Optional.of(new PortRelease(
                allocation, Condition.unchanged(key, entry.get().modRevision()), Mutation.put(released, history)));
    }

    private static PortHistory history(MeshSnapshot snapshot, Allocation a) {
        return snapshot.history(a.space(), a.protocol(), a.port())
                .orElse(new PortHistory(a.space(), a.protocol(), a.port(), List.of()));
    }

    private static Tenancy tenancy(MeshSnapshot snapshot, Allocation a, Instant at, TenancyEnd why) {
        Optional<Instance> holder = snapshot.instance(a.serviceId());
        return new Tenancy(
                a.serviceId(),
                holder.map(Instance::serviceName).orElse(null),
                holder.map(Instance::environment).orElse(null),
                a.since(),
                at,
                why);
    }
}
