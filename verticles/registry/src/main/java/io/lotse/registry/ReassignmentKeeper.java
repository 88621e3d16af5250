package io.lotse.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/**
 * Ends requests to leave a port that nobody else ends: the time is over, the asker is gone, or the holder went in a way
 * that did not hand the port over. Nothing is taken from a holder.
 */
final class ReassignmentKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ReassignmentKeeper.class);

    private final EventBus bus;
    private final LedgerWriter ledger;
    private final Clock clock;

    ReassignmentKeeper(EventBus bus, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.ledger = ledger;
        this.clock = clock;
    }

    Future<?> check(MeshSnapshot snapshot, Condition fence) {
        Instant now = clock.instant();
        List<Future<?>> written = new ArrayList<>();
        snapshot.reassignments().forEach((key, asked) -> snapshot.entry(key)
                .flatMap(entry -> step(entry, asked, snapshot, now, fence))
                .ifPresent(written::add));
        return Future.join(written);
    }

    private Optional<Future<?>> step(
            Entry entry, Reassignment asked, MeshSnapshot snapshot, Instant now, Condition fence) {
        Optional<Allocation> held = snapshot.allocation(asked.space(), asked.protocol(), asked.port());
        boolean waits = snapshot.instance(asked.asker()).isPresent();
        if (waits && asked.wasGranted()) {
            return Optional.empty();
        }
        if (waits && held.isEmpty()) {
            return Optional.of(grant(entry, asked, now, fence));
        }
        boolean moot = held.filter(a -> a.serviceId().equals(asked.holder())).isEmpty();
        return !waits || moot || !now.isBefore(asked.deadline())
                ? Optional.of(lapse(entry, asked, now, fence))
                : Optional.empty();
    }

    private Future<Outcome> grant(Entry entry, Reassignment asked, Instant now, Condition fence) {
        Reassignment granted = asked.granted(now);
        String allocationKey = LedgerKeys.allocation(asked.space(), asked.protocol(), asked.port());
        List<Condition> conditions = List.of(
                fence,
                Condition.unchanged(entry.key(), entry.modRevision()),
                Condition.absent(allocationKey),
                Condition.present(LedgerKeys.instance(asked.asker())));
        return ledger.commit(Transaction.of(now, conditions, HandOver.mutations(granted, false)))
                .onSuccess(outcome -> {
                    if (outcome.succeeded()) {
                        PortsContract.REASSIGNMENT_GRANTED.publish(bus, granted);
                    }
                });
    }

    private Future<Outcome> lapse(Entry entry, Reassignment asked, Instant now, Condition fence) {
        List<Condition> conditions = List.of(fence, Condition.unchanged(entry.key(), entry.modRevision()));
        return ledger.commit(Transaction.of(now, conditions, List.of(Mutation.delete(entry.key()))))
                .onSuccess(outcome -> {
                    if (outcome.succeeded()) {
                        LOG.info(
                                "event=reassignment_lapsed space={} port={} holder={} asker={} revision={}",
                                asked.space(),
                                asked.port(),
                                asked.holder(),
                                asked.asker(),
                                outcome.revision());
                        PortsContract.REASSIGNMENT_LAPSED.publish(bus, asked);
                    }
                });
    }
}
