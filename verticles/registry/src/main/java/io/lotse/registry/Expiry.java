package io.lotse.registry;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Makes instances inactive whose heartbeats stopped, while this node has that duty. */
final class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    /** More at once only queue in the ledger; the rest is found again a quarter of a second later. */
    private static final int MAX_IN_FLIGHT = 500;

    private final MeshView view;
    private final SilenceWatch watch;
    private final StatusWriter status;
    private final Supplier<Optional<Condition>> fence;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    /** @param fence empty while another node has the duty */
    Expiry(MeshView view, SilenceWatch watch, StatusWriter status, Supplier<Optional<Condition>> fence) {
        this.view = view;
        this.watch = watch;
        this.status = status;
        this.fence = fence;
    }

    /** After a take-over nobody knows who was heard meanwhile. */
    void dutyChanged(boolean mine) {
        if (mine) {
            watch.startOver();
        }
    }

    void check() {
        Optional<Condition> held = fence.get();
        if (held.isEmpty()) {
            return;
        }
        if (view.freshness().stale()) {
            // cut off from the ledger, and so perhaps from the nodes that hear the heartbeats
            watch.startOver();
            return;
        }
        MeshSnapshot snapshot = view.snapshot();
        for (Instance instance : watch.silent(snapshot)) {
            if (inFlight.size() < MAX_IN_FLIGHT && inFlight.add(instance.serviceId())) {
                expire(instance, snapshot, held);
            }
        }
    }

    private void expire(Instance instance, MeshSnapshot snapshot, Optional<Condition> held) {
        long seconds = snapshot.config(instance.environment())
                .config()
                .heartbeatTimeout()
                .toSeconds();
        status.write(
                        instance,
                        snapshot,
                        r -> r.with(InstanceStatus.INACTIVE),
                        held,
                        "no heartbeat for " + seconds + " s")
                .onFailure(e -> LOG.warn(
                        "event=expiry_failed service_id={} reason=\"{}\"", instance.serviceId(), e.getMessage()))
                .onComplete(done -> inFlight.remove(instance.serviceId()));
    }
}
