package io.lotse.observer;

import java.util.HashSet;
import java.util.Set;

import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StatusReport;
import io.lotse.meshview.MeshView;

/**
 * Takes an instance that sends no heartbeats out of routing while its health check says that it is down. It compares
 * the ledger with the health at every check, so that a write that was lost or refused is made at the next one.
 */
final class RoutingGuard {
    private static final Logger LOG = LoggerFactory.getLogger(RoutingGuard.class);

    private final EventBus bus;
    private final MeshView view;
    private final Set<String> underWay = new HashSet<>();

    RoutingGuard(EventBus bus, MeshView view) {
        this.bus = bus;
        this.view = view;
    }

    void checked(Instance instance, HealthReport report) {
        InstanceStatus wanted = wanted(report.status());
        boolean differs =
                wanted != null && wanted != instance.status() && instance.status() != InstanceStatus.RESTARTING;
        boolean livesByItsHealth = !view.snapshot().sendsHeartbeats(instance.serviceId());
        if (differs && livesByItsHealth && underWay.add(instance.serviceId())) {
            report(instance, wanted, report.detail());
        }
    }

    private void report(Instance instance, InstanceStatus wanted, String detail) {
        StatusReport status =
                new StatusReport(instance.serviceId(), instance.revision(), wanted, "health check: " + detail);
        RegistryContract.REPORT_STATUS
                .call(bus, status)
                .onComplete(done -> underWay.remove(instance.serviceId()))
                .onSuccess(change -> LOG.info(
                        "event=status_reported service_id={} status={} detail=\"{}\"",
                        instance.serviceId(),
                        wanted.wireName(),
                        detail))
                .onFailure(e -> refused(instance, e));
    }

    private static void refused(Instance instance, Throwable e) {
        boolean overtaken = e instanceof ContractException c
                && (c.code() == ProblemCode.CONFLICT || c.code() == ProblemCode.UNKNOWN_INSTANCE);
        if (!overtaken) {
            LOG.warn(
                    "event=status_not_reported service_id={} reason=\"{}\" next=\"at its next check\"",
                    instance.serviceId(),
                    e.getMessage());
        }
    }

    /** Null where health says nothing about routing. */
    private static InstanceStatus wanted(HealthStatus health) {
        return switch (health) {
            case UP, DEGRADED -> InstanceStatus.ACTIVE;
            case DOWN -> InstanceStatus.INACTIVE;
            case UNKNOWN -> null;
        };
    }
}
