package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.host.Processes;
import io.lotse.contracts.host.ProcessesQuery;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.ProcessReport;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/**
 * Writes down which processes own an instance, as its host's agent sees them: what that agent must see gone before it
 * reclaims the port. Of whom the agent sees nothing, nothing is written.
 */
final class ProcessBook {
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final KnownInstances instances;
    private final LedgerWriter ledger;
    private final StatusWriter status;
    private final Clock clock;

    ProcessBook(EventBus bus, KnownInstances instances, LedgerWriter ledger, StatusWriter status, Clock clock) {
        this.bus = bus;
        this.instances = instances;
        this.ledger = ledger;
        this.status = status;
        this.clock = clock;
    }

    /** Takes what an instance's supervisor says of its processes. */
    Future<InstanceProcesses> report(ProcessReport report) {
        return instances
                .find(report.serviceId())
                .compose(found -> identify(found.instance().host(), report.pids()))
                .compose(processes -> within(report, processes))
                .compose(processes -> write(report.serviceId(), processes, 0))
                .compose(written ->
                        report.down() ? down(report.serviceId(), 0).map(written) : Future.succeededFuture(written));
    }

    private Future<List<OwnerProcess>> identify(String host, List<Long> pids) {
        return HostContract.IDENTIFY
                .callFor(bus, host, new ProcessesQuery(pids))
                .map(Processes::processes)
                .recover(e -> Future.failedFuture(withoutAnswer(e, host)));
    }

    /** Ids that were counted elsewhere, in a container, are other processes to the agent. */
    private static Future<List<OwnerProcess>> within(ProcessReport report, List<OwnerProcess> processes) {
        boolean same = report.within() == null
                || processes.stream().allMatch(p -> p.mark().startsWith(report.within() + "/"));
        return same
                ? Future.succeededFuture(processes)
                : Future.failedFuture(new ContractException(
                        ProblemCode.UNKNOWN_PROCESS,
                        "the processes of " + report.serviceId() + " run in a container that the host's agent does not"
                                + " look into"));
    }

    private static Throwable withoutAnswer(Throwable e, String host) {
        boolean silent = e instanceof ContractException failure
                && (failure.code() == ProblemCode.NOT_READY || failure.code() == ProblemCode.OUTCOME_UNKNOWN);
        return silent
                ? new ContractException(
                        ProblemCode.HOST_UNREACHABLE,
                        "the agent of host " + host + " does not answer, so its processes cannot be seen: ask again")
                : e;
    }

    private Future<InstanceProcesses> write(String serviceId, List<OwnerProcess> processes, int round) {
        return instances.find(serviceId).compose(found -> {
            InstanceProcesses now = new InstanceProcesses(serviceId, processes, clock.instant());
            List<Condition> conditions = new ArrayList<>();
            String key = LedgerKeys.instance(serviceId);
            conditions.add(Condition.unchanged(key, found.instance().revision()));
            Transaction put = Transaction.of(
                    clock.instant(), conditions, List.of(Mutation.put(LedgerKeys.process(serviceId), now)));
            return ledger.commit(put).compose(outcome -> ledger.seen(outcome.revision())
                    .compose(seen -> outcome.succeeded()
                            ? Future.succeededFuture(now)
                            : again(serviceId, round).compose(v -> write(serviceId, processes, round + 1))));
        });
    }

    /** Out of routing until its next heartbeat. */
    private Future<Void> down(String serviceId, int round) {
        return instances.find(serviceId).compose(found -> {
            Instance instance = found.instance();
            MeshSnapshot snapshot = found.snapshot();
            if (instance.status() == InstanceStatus.INACTIVE) {
                return Future.succeededFuture();
            }
            return status.write(
                            instance,
                            snapshot,
                            (RegisteredInstance r) -> r.with(InstanceStatus.INACTIVE),
                            Optional.empty(),
                            "its process ended and will be started again")
                    .compose(written -> written.isPresent()
                            ? Future.succeededFuture()
                            : again(serviceId, round).compose(v -> down(serviceId, round + 1)));
        });
    }

    private static Future<Void> again(String serviceId, int round) {
        return round + 1 < MAX_ROUNDS
                ? Future.succeededFuture()
                : Future.failedFuture(new ContractException(
                        ProblemCode.OUTCOME_UNKNOWN, serviceId + " changes all the time: report again"));
    }
}
