package io.lotse.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.PortRelease;

/** What must be done in one transaction when an instance leaves: with itself, its ports, and its part in handing over. */
final class Departure {
    private final MeshSnapshot snapshot;
    private final Set<String> leaving;
    private final Instant at;
    private final TenancyEnd why;
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Mutation> mutations = new ArrayList<>();
    private final List<Allocation> released = new ArrayList<>();
    private final List<Reassignment> granted = new ArrayList<>();
    private final List<Reassignment> lapsed = new ArrayList<>();

    private Departure(MeshSnapshot snapshot, Set<String> leaving, Instant at, TenancyEnd why) {
        this.snapshot = snapshot;
        this.leaving = leaving;
        this.at = at;
        this.why = why;
    }

    /**
     * @param leaving the ids of those that leave in the same transaction, this one among them
     * @param why why they no longer hold their ports
     */
    static Departure of(Instance instance, MeshSnapshot snapshot, Set<String> leaving, Instant at, TenancyEnd why) {
        Departure departure = new Departure(snapshot, leaving, at, why);
        departure.forget(instance);
        snapshot.allocationKeysOf(instance.serviceId()).forEach(departure::leave);
        departure.withdraw(instance.serviceId());
        return departure;
    }

    List<Condition> conditions() {
        return conditions;
    }

    List<Mutation> mutations() {
        return mutations;
    }

    /** Tells what became of the ports, once it is in the ledger. */
    void tell(EventBus bus) {
        released.forEach(allocation -> PortsContract.PORT_RELEASED.publish(bus, allocation));
        granted.forEach(each -> PortsContract.REASSIGNMENT_GRANTED.publish(bus, each));
        lapsed.forEach(each -> PortsContract.REASSIGNMENT_LAPSED.publish(bus, each));
    }

    private void forget(Instance instance) {
        String key = LedgerKeys.instance(instance.serviceId());
        conditions.add(Condition.unchanged(key, instance.revision()));
        mutations.add(Mutation.delete(key));
        mutations.add(Mutation.delete(LedgerKeys.process(instance.serviceId())));
    }

    /** A port that another waits for becomes that one's; any other is free. */
    private void leave(String allocationKey) {
        Optional<PortRelease> release = PortRelease.of(snapshot, allocationKey, at, why);
        if (release.isEmpty()) {
            return;
        }
        Allocation held = release.get().allocation();
        String key = LedgerKeys.reassignment(held.space(), held.protocol(), held.port());
        conditions.add(release.get().condition());
        conditions.add(Condition.unchanged(
                key, snapshot.entry(key).map(Entry::modRevision).orElse(0L)));
        mutations.add(release.get().note());
        released.add(held);
        Optional<Reassignment> asked = snapshot.reassignment(held.space(), held.protocol(), held.port());
        if (asked.filter(this::canBeGranted).isPresent()) {
            grant(asked.get(), held);
        } else {
            mutations.add(Mutation.delete(allocationKey));
            asked.ifPresent(each -> lapse(key, each));
        }
    }

    private boolean canBeGranted(Reassignment asked) {
        return !asked.wasGranted()
                && !leaving.contains(asked.asker())
                && snapshot.instance(asked.asker()).isPresent();
    }

    private void grant(Reassignment asked, Allocation held) {
        Reassignment given = asked.granted(at);
        conditions.add(Condition.present(LedgerKeys.instance(asked.asker())));
        mutations.addAll(HandOver.mutations(given, held.verified()));
        granted.add(given);
    }

    /** What it still waited for. */
    private void withdraw(String serviceId) {
        snapshot.reassignments().forEach((key, asked) -> {
            if (asked.asker().equals(serviceId) && !asked.wasGranted()) {
                snapshot.entry(key).ifPresent(e -> conditions.add(Condition.unchanged(key, e.modRevision())));
                lapse(key, asked);
            }
        });
    }

    private void lapse(String key, Reassignment asked) {
        mutations.add(Mutation.delete(key));
        lapsed.add(asked);
    }
}
