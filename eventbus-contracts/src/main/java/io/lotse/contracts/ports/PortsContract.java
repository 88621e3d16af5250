package io.lotse.contracts.ports;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What the port allocator can be asked, and what is told of ports and their configuration. */
public final class PortsContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    public static final Operation<CandidateRequest, Candidates> CANDIDATES = new Operation<>(
            "lotse.port-allocator.candidates.v1",
            CandidateRequest.class,
            Candidates.class,
            "Orders the ports that an instance might get; nothing is held by asking",
            TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    ProblemCode.PORT_TAKEN,
                    ProblemCode.PORT_RESERVED,
                    ProblemCode.PORT_OUTSIDE_RANGES,
                    ProblemCode.PORT_QUARANTINED,
                    ProblemCode.NO_FREE_PORT));

    public static final Operation<ConfigQuery, ConfigReply> READ_CONFIG = new Operation<>(
            "lotse.port-allocator.read-config.v1",
            ConfigQuery.class,
            ConfigReply.class,
            "Reads an environment's configuration",
            TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_ENVIRONMENT));

    public static final Operation<ConfigChange, ConfigReply> CHANGE_CONFIG = new Operation<>(
            "lotse.port-allocator.change-config.v1",
            ConfigChange.class,
            ConfigReply.class,
            "Replaces an environment's configuration",
            Duration.ofSeconds(6),
            Set.of(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    ProblemCode.RANGE_OVERLAPS,
                    ProblemCode.PORTS_IN_USE,
                    ProblemCode.CONFLICT,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.LEDGER_UNAVAILABLE,
                    ProblemCode.LEDGER_DISK_FULL));

    public static final Operation<ConfigChange, ConfigPreview> PREVIEW_CONFIG = new Operation<>(
            "lotse.port-allocator.preview-config.v1",
            ConfigChange.class,
            ConfigPreview.class,
            "Tells what a change of an environment's configuration would do; changes nothing",
            TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_ENVIRONMENT, ProblemCode.RANGE_OVERLAPS));

    public static final EventType<ConfigReply> CONFIG_CHANGED = new EventType<>(
            "ConfigChanged",
            "lotse.port-allocator.config-changed.v1",
            ConfigReply.class,
            EventType.Reach.MESH,
            "An environment's configuration was replaced");

    public static final EventType<Allocation> PORT_ALLOCATED = new EventType<>(
            "PortAllocated",
            "lotse.port-allocator.port-allocated.v1",
            Allocation.class,
            EventType.Reach.MESH,
            "An instance was given a port");

    public static final EventType<Allocation> PORT_RELEASED = new EventType<>(
            "PortReleased",
            "lotse.port-allocator.port-released.v1",
            Allocation.class,
            EventType.Reach.MESH,
            "An instance gave its port back");

    public static final EventType<Reassignment> REASSIGNMENT_REQUESTED = new EventType<>(
            "PortReassignmentRequested",
            "lotse.port-allocator.reassignment-requested.v1",
            Reassignment.class,
            EventType.Reach.MESH,
            "An instance is asked to leave its port to one of higher priority");

    public static final EventType<Reassignment> REASSIGNMENT_GRANTED = new EventType<>(
            "PortReassignmentGranted",
            "lotse.port-allocator.reassignment-granted.v1",
            Reassignment.class,
            EventType.Reach.MESH,
            "A port became its asker's, which may move there now");

    public static final EventType<Reassignment> REASSIGNMENT_LAPSED = new EventType<>(
            "PortReassignmentLapsed",
            "lotse.port-allocator.reassignment-lapsed.v1",
            Reassignment.class,
            EventType.Reach.MESH,
            "A holder did not leave its port in time, its asker is gone, or another of still higher priority asks");

    public static final EventType<SpaceConflict> SPACE_CONFLICT_FOUND = new EventType<>(
            "SpaceConflictFound",
            "lotse.port-allocator.space-conflict-found.v1",
            SpaceConflict.class,
            EventType.Reach.MESH,
            "An address turned out to be a host's, and two instances hold the same port there");

    private PortsContract() {}
}
