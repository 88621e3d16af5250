package io.lotse.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.HeartbeatBatch;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.ViewChange;

/**
 * Hears heartbeats and passes them on. They are soft state: only an instance's first one and one that wakes an inactive
 * instance are written to the ledger.
 */
final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final int MAX_ROUNDS = 8;
    private static final int BATCH = 2_000;

    private final EventBus bus;
    private final String nodeId;
    private final MeshView view;
    private final KnownInstances instances;
    private final StatusWriter status;
    private final SilenceWatch watch;
    private final LapsedRequests lapsed;
    private final Clock clock;
    private final Map<String, Instant> untold = new ConcurrentHashMap<>();

    Heartbeats(
            EventBus bus,
            String nodeId,
            MeshView view,
            KnownInstances instances,
            StatusWriter status,
            SilenceWatch watch,
            LapsedRequests lapsed,
            Clock clock) {
        this.bus = bus;
        this.nodeId = nodeId;
        this.view = view;
        this.instances = instances;
        this.status = status;
        this.watch = watch;
        this.lapsed = lapsed;
        this.clock = clock;
    }

    /** Answers at once where nothing needs to be written. */
    Future<HeartbeatReply> hear(Heartbeat heartbeat) {
        return attempt(heartbeat.serviceId(), 0);
    }

    private Future<HeartbeatReply> attempt(String serviceId, int round) {
        return instances.find(serviceId).compose(found -> {
            remember(serviceId);
            Instance instance = found.instance();
            if (!mustBeWritten(instance, found.snapshot())) {
                return Future.succeededFuture(reply(instance, found.snapshot()));
            }
            String reason = instance.status() == InstanceStatus.ACTIVE ? null : "heartbeats came again";
            return status.write(instance, found.snapshot(), RegisteredInstance::alive, Optional.empty(), reason)
                    .compose(written -> {
                        if (written.isPresent()) {
                            return Future.succeededFuture(reply(instance, found.snapshot()));
                        }
                        return round + 1 < MAX_ROUNDS
                                ? attempt(serviceId, round + 1)
                                : Future.failedFuture(new ContractException(
                                        ProblemCode.OUTCOME_UNKNOWN,
                                        serviceId + " changes all the time: send the next heartbeat"));
                    });
        });
    }

    private void remember(String serviceId) {
        Instant now = clock.instant();
        view.lastHeartbeats().heard(serviceId, now);
        untold.put(serviceId, now);
        watch.heard(serviceId);
    }

    private static boolean mustBeWritten(Instance instance, MeshSnapshot snapshot) {
        return instance.status() == InstanceStatus.INACTIVE
                || (instance.status() == InstanceStatus.ACTIVE && !snapshot.sendsHeartbeats(instance.serviceId()));
    }

    private HeartbeatReply reply(Instance instance, MeshSnapshot snapshot) {
        Duration timeout = snapshot.config(instance.environment()).config().heartbeatTimeout();
        String id = instance.serviceId();
        return new HeartbeatReply(id, timeout, Reassignments.of(id, snapshot), lapsed.of(id));
    }

    /** Tells the other nodes what this one heard since it last did. */
    void passOn() {
        Iterator<Map.Entry<String, Instant>> each = untold.entrySet().iterator();
        while (each.hasNext()) {
            Map<String, Instant> batch = new HashMap<>();
            while (each.hasNext() && batch.size() < BATCH) {
                Map.Entry<String, Instant> next = each.next();
                batch.put(next.getKey(), next.getValue());
                each.remove();
            }
            RegistryContract.HEARTBEATS_HEARD.publish(bus, new HeartbeatBatch(nodeId, batch));
        }
    }

    /** Takes what another node heard. Its clock says when, for people; the own clock counts for expiry. */
    void take(HeartbeatBatch batch) {
        if (batch.nodeId().equals(nodeId)) {
            return;
        }
        MeshSnapshot snapshot = view.snapshot();
        batch.heard().forEach((serviceId, at) -> {
            if (snapshot.instances().containsKey(serviceId)) {
                view.lastHeartbeats().heard(serviceId, at);
                watch.heard(serviceId);
            }
        });
        LOG.trace(
                "event=heartbeats_taken node_id={} count={}",
                batch.nodeId(),
                batch.heard().size());
    }

    /** Forgets the instances that are gone. */
    void viewChanged(ViewChange change) {
        if (change.changes().isEmpty()) {
            view.lastHeartbeats().retain(change.now().instances().keySet());
            watch.retain(change.now().instances().keySet());
            return;
        }
        for (Change one : change.changes()) {
            if (one.entry() == null && one.key().startsWith(LedgerKeys.INSTANCES)) {
                String serviceId = one.key().substring(LedgerKeys.INSTANCES.length());
                view.lastHeartbeats().forget(serviceId);
                watch.forget(serviceId);
            }
        }
    }
}
