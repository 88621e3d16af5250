package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.SpaceConflict;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.Placement;
import io.lotse.meshview.StrayPort;

/**
 * Moves the ports of an address into the space of its host, once it is known which host that is. Where another instance
 * holds the port there, both keep what they have, and it is said.
 */
final class SpaceKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceKeeper.class);
    private static final int AT_ONCE = 100;

    private final EventBus bus;
    private final LedgerWriter ledger;
    private final Clock clock;
    private final String host;
    private Set<SpaceConflict> told = Set.of();

    SpaceKeeper(EventBus bus, LedgerWriter ledger, Clock clock, String host) {
        this.bus = bus;
        this.ledger = ledger;
        this.clock = clock;
        this.host = host;
    }

    Future<?> check(MeshSnapshot snapshot, Condition fence) {
        Set<SpaceConflict> conflicts = new HashSet<>();
        List<Future<?>> moves = new ArrayList<>();
        for (StrayPort stray : StrayPort.in(snapshot, host)) {
            Optional<SpaceConflict> conflict = stray.conflict(snapshot);
            if (conflict.isPresent()) {
                conflicts.add(conflict.get());
            } else if (moves.size() < AT_ONCE && !isBeingHandedOver(stray.allocation(), snapshot)) {
                move(stray, snapshot, fence).ifPresent(moves::add);
            }
        }
        conflicts.stream().filter(c -> !told.contains(c)).forEach(this::tell);
        told = conflicts;
        return Future.join(moves);
    }

    /** Then it waits: one change of a port at a time. */
    private static boolean isBeingHandedOver(Allocation a, MeshSnapshot snapshot) {
        return snapshot.reassignment(a.space(), a.protocol(), a.port()).isPresent();
    }

    private void tell(SpaceConflict conflict) {
        LOG.warn(
                "event=space_conflict space={} protocol={} port={} service_id={} rival={} hint=\"deregister one of them\"",
                conflict.space(),
                conflict.protocol().wireName(),
                conflict.port(),
                conflict.serviceId(),
                conflict.rival());
        PortsContract.SPACE_CONFLICT_FOUND.publish(bus, conflict);
    }

    private Optional<Future<?>> move(StrayPort stray, MeshSnapshot snapshot, Condition fence) {
        Allocation a = stray.allocation();
        Placement place = stray.place();
        Optional<RegisteredInstance> instance = snapshot.registered(a.serviceId());
        Optional<Entry> allocation = snapshot.entry(LedgerKeys.allocation(a.space(), a.protocol(), a.port()));
        Optional<Entry> registered = snapshot.entry(LedgerKeys.instance(a.serviceId()));
        if (instance.isEmpty() || allocation.isEmpty() || registered.isEmpty()) {
            return Optional.empty();
        }
        String target = LedgerKeys.allocation(place.space(), a.protocol(), a.port());
        List<Condition> conditions = new ArrayList<>(List.of(fence));
        conditions.add(
                Condition.unchanged(allocation.get().key(), allocation.get().modRevision()));
        conditions.add(
                Condition.unchanged(registered.get().key(), registered.get().modRevision()));
        conditions.addAll(place.conditions());
        conditions.add(Condition.absent(target));
        place.rivals().stream()
                .map(space -> LedgerKeys.allocation(space, a.protocol(), a.port()))
                .filter(key -> !key.equals(allocation.get().key()))
                .forEach(key -> conditions.add(Condition.absent(key)));
        Allocation moved = new Allocation(place.space(), a.protocol(), null, a.serviceId(), a.since(), a.verified());
        List<Mutation> mutations = List.of(
                Mutation.delete(allocation.get().key()),
                Mutation.put(target, moved),
                Mutation.put(registered.get().key(), instance.get().on(place.host())));
        return Optional.of(ledger.commit(Transaction.of(clock.instant(), conditions, mutations))
                .onSuccess(outcome -> {
                    if (outcome.succeeded()) {
                        LOG.info(
                                "event=port_moved_to_its_host from={} to={} port={} service_id={} revision={}",
                                a.space(),
                                place.space(),
                                a.port(),
                                a.serviceId(),
                                outcome.revision());
                    }
                }));
    }
}
