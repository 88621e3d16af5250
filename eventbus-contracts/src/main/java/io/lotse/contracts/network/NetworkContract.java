package io.lotse.contracts.network;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;

/** What the connection monitor can be asked, and what it tells. */
public final class NetworkContract {
    /** Answered by the nearest node, and for each node's id: {@code ADDRESS@ID}. */
    public static final Operation<Empty, NetworkState> NETWORK_STATE = new Operation<>(
            "lotse.connection-monitor.network-state.v1",
            Empty.class,
            NetworkState.class,
            "Tells how the node reaches its targets; served for each node's id as well",
            Duration.ofSeconds(3),
            Set.of());

    public static final EventType<ConnectivityChange> CONNECTIVITY_CHANGED = new EventType<>(
            "ConnectivityChanged",
            "lotse.connection-monitor.connectivity-changed.v1",
            ConnectivityChange.class,
            EventType.Reach.MESH,
            "A node sees a target, or the network as a whole, in another state than before");

    public static final EventType<AxisChange> AXIS_CHANGED = new EventType<>(
            "NetworkAxisChanged",
            "lotse.connection-monitor.axis-changed.v1",
            AxisChange.class,
            EventType.Reach.MESH,
            "A node sees an axis of the network in another state than before");

    public static final EventType<Outage> OUTAGE_BEGAN = new EventType<>(
            "NetworkOutageBegan",
            "lotse.connection-monitor.outage-began.v1",
            Outage.class,
            EventType.Reach.MESH,
            "A node reaches nothing of an axis of the network any more; told once until the outage has ended");

    public static final EventType<Outage> OUTAGE_ENDED = new EventType<>(
            "NetworkOutageEnded",
            "lotse.connection-monitor.outage-ended.v1",
            Outage.class,
            EventType.Reach.MESH,
            "A node reaches all axes of the network again, at least in part");

    /** Every node answers from its view. */
    public static final Operation<Empty, Recoveries> RECOVERIES = new Operation<>(
            "lotse.connection-monitor.recoveries.v1",
            Empty.class,
            Recoveries.class,
            "Lists what was done after the last outages, the newest first",
            Duration.ofSeconds(3),
            Set.of());

    public static final EventType<Recovery> RECOVERY_ENDED = new EventType<>(
            "NetworkRecoveryEnded",
            "lotse.connection-monitor.recovery-ended.v1",
            Recovery.class,
            EventType.Reach.MESH,
            "After an outage each instance that it had put down is well again, was restarted, or was given up");

    private NetworkContract() {}
}
