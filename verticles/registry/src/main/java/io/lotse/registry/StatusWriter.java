package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/** Writes instances that are registered already, unless somebody changed them meanwhile. */
final class StatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);

    private final EventBus bus;
    private final LedgerWriter ledger;
    private final Clock clock;

    StatusWriter(EventBus bus, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Writes a changed instance.
     *
     * @param instance as the snapshot shows it
     * @param fence holds where a duty's holder writes
     * @param reason why the status changes, for people; null if it does not
     * @return the instance as it is now; empty if it or the fence had changed: the own view shows that by then
     */
    Future<Optional<Instance>> write(
            Instance instance,
            MeshSnapshot snapshot,
            UnaryOperator<RegisteredInstance> change,
            Optional<Condition> fence,
            String reason) {
        Optional<RegisteredInstance> before = snapshot.registered(instance.serviceId());
        if (before.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        RegisteredInstance after = change.apply(before.get());
        String key = LedgerKeys.instance(instance.serviceId());
        List<Condition> conditions = new ArrayList<>();
        fence.ifPresent(conditions::add);
        conditions.add(Condition.unchanged(key, instance.revision()));
        Transaction transaction = Transaction.of(clock.instant(), conditions, List.of(Mutation.put(key, after)));
        return ledger.commit(transaction).compose(outcome -> {
            Instance now = Instance.of(
                    after, instance.port(), instance.verified(), instance.lastHeartbeat(), outcome.revision());
            if (outcome.succeeded() && reason != null) {
                tell(instance, now, reason);
            }
            return ledger.seen(outcome.revision())
                    .map(outcome.succeeded() ? Optional.of(now) : Optional.<Instance>empty());
        });
    }

    private void tell(Instance before, Instance now, String reason) {
        LOG.info(
                "event=instance_status_changed service_id={} service={} from={} to={} revision={} reason=\"{}\"",
                now.serviceId(),
                now.serviceName(),
                before.status().wireName(),
                now.status().wireName(),
                now.revision(),
                reason);
        RegistryContract.INSTANCE_STATUS_CHANGED.publish(bus, new InstanceChange(now, reason, clock.instant()));
    }
}
