package io.lotse.environments;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.slf4j.Logger;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.health.HealthChange;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.EnvironmentLog;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.ViewChange;

/** Writes down what becomes of ports and instances in environments of the kind test, on every node for itself. */
final class ActivityLog {
    private final MeshView view;

    ActivityLog(MeshView view) {
        this.view = view;
    }

    /** Takes a change of the view; quick, for the lines are written by another thread. */
    void viewChanged(ViewChange change) {
        if (change.changes().isEmpty()) {
            removedMeanwhile(change);
        }
        for (Change one : change.changes()) {
            String key = one.key();
            if (key.startsWith(LedgerKeys.INSTANCES)) {
                instance(key.substring(LedgerKeys.INSTANCES.length()), change, one.revision());
            } else if (key.startsWith(LedgerKeys.ALLOCATIONS)) {
                allocation(key, change, one.revision());
            } else if (key.startsWith(LedgerKeys.ENVIRONMENTS) && one.entry() == null) {
                removed(key.substring(LedgerKeys.ENVIRONMENTS.length()), change.before());
            }
        }
    }

    /** A view that is read anew does not tell what was removed while this node was away. */
    private static void removedMeanwhile(ViewChange change) {
        change.before().environments().stream()
                .map(Environment::name)
                .filter(name -> change.now().environment(name).isEmpty())
                .forEach(name -> removed(name, change.before()));
    }

    void healthChanged(HealthChange change) {
        MeshSnapshot snapshot = view.snapshot();
        snapshot.instance(change.report().serviceId())
                .ifPresent(i -> in(
                        i,
                        snapshot,
                        log -> log.info(
                                "event=health_changed service_id={} service={} before={} now={}",
                                i.serviceId(),
                                i.serviceName(),
                                change.before().wireName(),
                                change.report().status().wireName())));
    }

    private static void instance(String id, ViewChange change, long revision) {
        Instance before = change.before().instance(id).orElse(null);
        Instance now = change.now().instance(id).orElse(null);
        if (now == null && before != null) {
            in(
                    before,
                    change.before(),
                    log -> log.info(
                            "event=instance_deregistered service_id={} service={} revision={}",
                            id,
                            before.serviceName(),
                            revision));
        } else if (now != null && before == null) {
            in(
                    now,
                    change.now(),
                    log -> log.info(
                            "event=instance_registered service_id={} service={} host={} address={} status={} revision={}",
                            id,
                            now.serviceName(),
                            now.host(),
                            now.ipAddress(),
                            now.status().wireName(),
                            revision));
        } else if (now != null && now.status() != before.status()) {
            in(
                    now,
                    change.now(),
                    log -> log.info(
                            "event=status_changed service_id={} service={} before={} now={} revision={}",
                            id,
                            now.serviceName(),
                            before.status().wireName(),
                            now.status().wireName(),
                            revision));
        }
    }

    private static void allocation(String key, ViewChange change, long revision) {
        Allocation before = change.before().allocations().get(key);
        Allocation now = change.now().allocations().get(key);
        if (before != null && (now == null || !Objects.equals(before.serviceId(), now.serviceId()))) {
            port("port_released", before, change.before(), revision);
        }
        if (now != null && (before == null || !Objects.equals(before.serviceId(), now.serviceId()))) {
            port("port_allocated", now, change.now(), revision);
        }
    }

    private static void port(String event, Allocation a, MeshSnapshot snapshot, long revision) {
        snapshot.instance(a.serviceId())
                .ifPresent(i -> in(
                        i,
                        snapshot,
                        log -> log.info(
                                "event={} port={} protocol={} space={} service_id={} service={} revision={}",
                                event,
                                a.port(),
                                a.protocol().wireName(),
                                a.space(),
                                i.serviceId(),
                                i.serviceName(),
                                revision)));
    }

    private static void removed(String name, MeshSnapshot before) {
        before.environment(name)
                .map(EnvironmentLog::of)
                .ifPresent(log -> log.info(EnvironmentLog.LAST, "event=environment_removed environment={}", name));
    }

    private static void in(Instance instance, MeshSnapshot snapshot, Consumer<Logger> write) {
        Optional<Environment> environment = snapshot.environment(instance.environment());
        environment.map(EnvironmentLog::of).ifPresent(write);
    }
}
