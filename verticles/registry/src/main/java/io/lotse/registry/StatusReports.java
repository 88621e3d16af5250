package io.lotse.registry;

import java.time.Clock;
import java.util.Optional;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.StatusReport;

/** Takes what health checks say of instances that send no heartbeats. */
final class StatusReports {
    private final KnownInstances instances;
    private final StatusWriter status;
    private final Clock clock;

    StatusReports(KnownInstances instances, StatusWriter status, Clock clock) {
        this.instances = instances;
        this.status = status;
        this.clock = clock;
    }

    /** Fails with {@link ProblemCode#CONFLICT} for an instance that sends heartbeats or has changed since. */
    Future<InstanceChange> take(StatusReport report) {
        return instances.find(report.serviceId()).compose(found -> {
            Instance instance = found.instance();
            if (found.snapshot().sendsHeartbeats(report.serviceId())) {
                return conflict(report.serviceId() + " sends heartbeats: they alone say whether it is active");
            }
            if (instance.revision() != report.revision()) {
                return changed(report);
            }
            if (instance.status() == report.status()) {
                return Future.succeededFuture(new InstanceChange(instance, report.reason(), clock.instant()));
            }
            return status.write(
                            instance, found.snapshot(), r -> r.with(report.status()), Optional.empty(), report.reason())
                    .compose(written -> written.isPresent()
                            ? Future.succeededFuture(
                                    new InstanceChange(written.get(), report.reason(), clock.instant()))
                            : changed(report));
        });
    }

    private static Future<InstanceChange> changed(StatusReport report) {
        return conflict(report.serviceId() + " has changed since revision " + report.revision() + ": check it again");
    }

    private static Future<InstanceChange> conflict(String detail) {
        return Future.failedFuture(new ContractException(ProblemCode.CONFLICT, detail));
    }
}
