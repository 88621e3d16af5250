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
                    ProblemCode.NO_FREE_PORT,
                    ProblemCode.UNKNOWN_DEPENDENCY,
                    ProblemCode.DEPENDENCY_CYCLE,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.HOST_UNREACHABLE,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Deregistration, InstanceChange> DEREGISTER = new Operation<>(
            "lotse.registry.deregister.v1",
            Deregistration.class,
            InstanceChange.class,
            "Forgets an instance and releases its port",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_INSTANCE, ProblemCode.IDEMPOTENCY_KEY_REUSED, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Heartbeat, HeartbeatReply> HEARTBEAT = new Operation<>(
            "lotse.registry.heartbeat.v1",
            Heartbeat.class,
            HeartbeatReply.class,
            "Says that an instance lives; makes an inactive one active again",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_INSTANCE, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<StatusReport, InstanceChange> REPORT_STATUS = new Operation<>(
            "lotse.registry.report-status.v1",
            StatusReport.class,
            InstanceChange.class,
            "Makes an instance that sends no heartbeats inactive or active, as its health check says; one that sends"
                    + " heartbeats, or has changed since, is left alone and fails with conflict",
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
