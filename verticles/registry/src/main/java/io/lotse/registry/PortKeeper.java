package io.lotse.registry;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.Condition;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * What one node does for all ports of the mesh: ends requests to leave a port, moves ports whose address turned out to be
 * a host's, and forgets old histories. One round after the other, each of some transactions that carry the duty's fence.
 */
final class PortKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(PortKeeper.class);

    private final MeshView view;
    private final Supplier<Optional<Condition>> fence;
    private final ReassignmentKeeper reassignments;
    private final SpaceKeeper spaces;
    private final HistoryKeeper histories;
    private Future<?> running = Future.succeededFuture();

    /** @param fence empty while another node has the duty */
    PortKeeper(
            EventBus bus,
            MeshView view,
            LedgerWriter ledger,
            Clock clock,
            String host,
            Supplier<Optional<Condition>> fence) {
        this.view = view;
        this.fence = fence;
        this.reassignments = new ReassignmentKeeper(bus, ledger, clock);
        this.spaces = new SpaceKeeper(bus, ledger, clock, host);
        this.histories = new HistoryKeeper(ledger, clock);
    }

    void check() {
        Optional<Condition> held = fence.get();
        if (held.isEmpty() || !running.isComplete() || view.freshness().stale()) {
            return;
        }
        MeshSnapshot snapshot = view.snapshot();
        running = Future.join(
                        reassignments.check(snapshot, held.get()),
                        spaces.check(snapshot, held.get()),
                        histories.check(snapshot, held.get()))
                .onFailure(e -> LOG.warn("event=port_keeping_failed reason=\"{}\"", e.getMessage()));
    }
}
