package io.lotse.contracts.registry;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What the registry can be asked, and what it tells. */
public final class RegistryContract {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(20);

    public static final Operation<Registration, Instance> REGISTER = new Operation<>(
            "lotse.registry.register.v1",
            Registration.class,
            Instance.class,
            "Registers an instance and gives it a port; answered when both are in the ledger",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    ProblemCode.INSTANCE_EXISTS,
                    ProblemCode.PORT_TAKEN,
                    ProblemCode.PORT_RESERVED,
                    ProblemCode.PORT_OUTSIDE_RANGES,
                    ProblemCode.PORT_QUARANTINED,
                    ProblemCode.NO_FREE_PORT,
                    ProblemCode.UNKNOWN_DEPENDENCY,
                    ProblemCode.DEPENDENCY_CYCLE,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.HOST_UNREACHABLE,
                    ProblemCode.LEDGER_UNAVAILABLE,
                    ProblemCode.LEDGER_DISK_FULL));

    public static final Operation<RegistrationBatch, RegisteredBatch> REGISTER_BATCH = new Operation<>(
            "lotse.registry.register-batch.v1",
            RegistrationBatch.class,
            RegisteredBatch.class,
            "Registers instances together, all or none; a failure names the one that it is about",
            BATCH_TIMEOUT,
            REGISTER.failures());

    public static final Operation<BulkDeregistration, DeregisteredInstances> DEREGISTER_MANY = new Operation<>(
            "lotse.registry.deregister-many.v1",
            BulkDeregistration.class,
            DeregisteredInstances.class,
            "Forgets many instances and releases their ports, some at a time; asked again after a failure, it goes on"
                    + " with those that are left",
            BATCH_TIMEOUT,
            Set.of(ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<ReassignmentStep, Instance> CONFIRM_REASSIGNMENT = new Operation<>(
            "lotse.registry.confirm-reassignment.v1",
            ReassignmentStep.class,
            Instance.class,
            "The holder of a port that it was asked to leave says that it listens there no more: it is given another,"
                    + " and the port becomes its asker's",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_INSTANCE,
                    ProblemCode.NO_REASSIGNMENT,
                    ProblemCode.NO_FREE_PORT,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.HOST_UNREACHABLE,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<ReassignmentStep, Instance> COMPLETE_REASSIGNMENT = new Operation<>(
            "lotse.registry.complete-reassignment.v1",
            ReassignmentStep.class,
            Instance.class,
            "The asker of a port that became its own says that it listens there now: the port that it had until then is"
                    + " released",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_INSTANCE,
                    ProblemCode.NO_REASSIGNMENT,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Deregistration, InstanceChange> DEREGISTER = new Operation<>(
            "lotse.registry.deregister.v1",
            Deregistration.class,
            InstanceChange.class,
            "Forgets an instance and releases its port",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_INSTANCE,
                    ProblemCode.CONFLICT,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.LEDGER_UNAVAILABLE,
                    ProblemCode.LEDGER_DISK_FULL));

    public static final Operation<Heartbeat, HeartbeatReply> HEARTBEAT = new Operation<>(
            "lotse.registry.heartbeat.v1",
            Heartbeat.class,
            HeartbeatReply.class,
            "Says that an instance lives; makes an inactive one active again",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_INSTANCE, ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.LEDGER_DISK_FULL));

    public static final Operation<StatusReport, InstanceChange> REPORT_STATUS = new Operation<>(
            "lotse.registry.report-status.v1",
            StatusReport.class,
            InstanceChange.class,
            "Makes an instance that sends no heartbeats inactive or active, as its health check says; one that sends"
                    + " heartbeats, or has changed since, is left alone and fails with conflict",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_INSTANCE,
                    ProblemCode.CONFLICT,
                    ProblemCode.LEDGER_UNAVAILABLE,
                    ProblemCode.LEDGER_DISK_FULL));

    public static final Operation<Registration, Offer> OFFER = new Operation<>(
            "lotse.registry.offer.v1",
            Registration.class,
            Offer.class,
            "Tells where an instance could listen, for one that binds its port before it is registered with it",
            READ_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    ProblemCode.PORT_TAKEN,
                    ProblemCode.PORT_RESERVED,
                    ProblemCode.PORT_OUTSIDE_RANGES,
                    ProblemCode.NO_FREE_PORT,
                    ProblemCode.HOST_UNREACHABLE));

    public static final Operation<ProcessReport, InstanceProcesses> REPORT_PROCESSES = new Operation<>(
            "lotse.registry.report-processes.v1",
            ProcessReport.class,
            InstanceProcesses.class,
            "Says which processes own an instance: what its host's agent must see gone before it reclaims the port",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_INSTANCE,
                    ProblemCode.UNKNOWN_PROCESS,
                    ProblemCode.HOST_UNREACHABLE,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Reclaim, InstanceChange> RECLAIM = new Operation<>(
            "lotse.registry.reclaim.v1",
            Reclaim.class,
            InstanceChange.class,
            "Forgets an instance whose end its host's agent has proved, and frees its port",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_INSTANCE, ProblemCode.CONFLICT, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<ServiceQuery, InstancePage> SERVICES = new Operation<>(
            "lotse.registry.services.v1",
            ServiceQuery.class,
            InstancePage.class,
            "Lists instances",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<EndpointQuery, Instance> ENDPOINT = new Operation<>(
            "lotse.registry.endpoint.v1",
            EndpointQuery.class,
            Instance.class,
            "Tells where to reach an instance by id, or in turn an active instance of a service by name",
            READ_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_SERVICE, ProblemCode.NO_HEALTHY_INSTANCE));

    public static final Operation<StartOrderQuery, StartOrder> START_ORDER = new Operation<>(
            "lotse.registry.start-order.v1",
            StartOrderQuery.class,
            StartOrder.class,
            "Lists instances in the order in which they should be started",
            READ_TIMEOUT,
            Set.of());

    public static final EventType<InstanceChange> INSTANCE_REGISTERED = new EventType<>(
            "InstanceRegistered",
            "lotse.registry.instance-registered.v1",
            InstanceChange.class,
            EventType.Reach.MESH,
            "An instance was registered");

    public static final EventType<InstanceChange> INSTANCE_DEREGISTERED = new EventType<>(
            "InstanceDeregistered",
            "lotse.registry.instance-deregistered.v1",
            InstanceChange.class,
            EventType.Reach.MESH,
            "An instance was deregistered");

    public static final EventType<InstanceChange> INSTANCE_STATUS_CHANGED = new EventType<>(
            "InstanceStatusChanged",
            "lotse.registry.instance-status-changed.v1",
            InstanceChange.class,
            EventType.Reach.MESH,
            "An instance became active, inactive or restarting");

    public static final EventType<HeartbeatBatch> HEARTBEATS_HEARD = new EventType<>(
            "HeartbeatsHeard",
            "lotse.registry.heartbeats-heard.v1",
            HeartbeatBatch.class,
            EventType.Reach.MESH,
            "A node passes on the heartbeats that it heard");

    private RegistryContract() {}
}
