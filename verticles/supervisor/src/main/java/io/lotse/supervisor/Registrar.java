package io.lotse.supervisor;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.ProcessReport;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

/** Speaks to the registry for the services of this node. */
final class Registrar {
    private static final Set<ProblemCode> PASSING = Set.of(
            ProblemCode.NOT_READY,
            ProblemCode.LEDGER_UNAVAILABLE,
            ProblemCode.LEDGER_DISK_FULL,
            ProblemCode.OUTCOME_UNKNOWN,
            ProblemCode.HOST_UNREACHABLE,
            ProblemCode.INTERNAL);

    /** How the registry refuses what is said to be needed. */
    private static final Set<ProblemCode> NEEDS = Set.of(ProblemCode.UNKNOWN_DEPENDENCY, ProblemCode.DEPENDENCY_CYCLE);

    private final EventBus bus;

    Registrar(EventBus bus) {
        this.bus = bus;
    }

    /** Whether a failure says nothing about what was asked: it may go well the next time. */
    static boolean isPassing(Throwable e) {
        return !(e instanceof ContractException c) || PASSING.contains(c.code());
    }

    /**
     * Gets it an id and a port; it gets no requests before its first heartbeat.
     *
     * @param needs the instances that it needs
     */
    Future<Instance> register(Kept kept, List<String> needs) {
        ServicesConfig.Port port = kept.spec().port();
        boolean fixed = port.fixed() != null;
        Integer last = kept.port();
        Integer preferred = fixed ? port.fixed() : port.preferred() != null ? port.preferred() : last;
        PortRange range = fixed ? new PortRange(port.fixed(), port.fixed()) : port.range();
        return register(
                registration(kept, null, null, preferred, range, InstanceStatus.INACTIVE, kept.registration()), needs);
    }

    /**
     * Registers once more what was forgotten and listens at its port.
     *
     * @param needs the instances that it needs
     */
    Future<Instance> registerAgain(Kept kept, List<String> needs) {
        return register(
                registration(kept, kept.serviceId(), kept.port(), null, null, InstanceStatus.ACTIVE, null), needs);
    }

    /** It can do without being known to need what the registry does not know at the moment. */
    private Future<Instance> register(Registration registration, List<String> needs) {
        return RegistryContract.REGISTER
                .call(bus, registration.needing(needs))
                .recover(e -> !needs.isEmpty() && e instanceof ContractException c && NEEDS.contains(c.code())
                        ? RegistryContract.REGISTER.call(bus, registration)
                        : Future.failedFuture(e));
    }

    private static Registration registration(
            Kept kept,
            String id,
            Integer port,
            Integer preferred,
            PortRange range,
            InstanceStatus status,
            String idempotencyKey) {
        ServicesConfig.Service spec = kept.spec();
        return new Registration(
                id,
                spec.name(),
                spec.type(),
                port == null ? null : kept.address(),
                null,
                port,
                preferred,
                range,
                null,
                spec.lotseEnvironment(),
                List.of(),
                spec.health() == null ? null : spec.health().path(),
                Map.of("lotse.set", kept.set()),
                status,
                idempotencyKey,
                null,
                null);
    }

    Future<HeartbeatReply> heartbeat(Kept kept) {
        return RegistryContract.HEARTBEAT.call(bus, new Heartbeat(kept.serviceId()));
    }

    /**
     * Says which processes own it.
     *
     * @param down whether it does not run at the moment
     */
    Future<Void> report(Kept kept, List<Long> pids, boolean down) {
        return RegistryContract.REPORT_PROCESSES
                .call(bus, new ProcessReport(kept.serviceId(), pids, down, null))
                .mapEmpty();
    }

    /** Who listens at its port, for people; null if nobody does, or nobody can tell. */
    Future<String> listener(Kept kept, String host) {
        return HostContract.LISTENERS
                .callFor(bus, host, new ListenerQuery(Protocol.TCP, kept.port()))
                .map(found -> found.listeners().isEmpty()
                        ? null
                        : found.listeners().get(0).owner())
                .otherwise((String) null);
    }

    /** Forgets it, if it is known at all. */
    Future<Void> deregister(Kept kept) {
        return RegistryContract.DEREGISTER
                .call(bus, new Deregistration(kept.serviceId(), null))
                .<Void>mapEmpty()
                .recover(e -> e instanceof ContractException c && c.code() == ProblemCode.UNKNOWN_INSTANCE
                        ? Future.succeededFuture()
                        : Future.failedFuture(e));
    }
}
