package io.lotse.contracts;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.DutyHolder;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.RegistryContract;

/** All there is to say over the event bus. */
public final class Contracts {
    public static final List<Operation<?, ?>> OPERATIONS = List.of(
            LedgerContract.RANGE,
            LedgerContract.COMMIT,
            LedgerContract.OUTCOME,
            LedgerContract.CHANGES,
            LedgerContract.DESCRIBE,
            LedgerContract.STATUS,
            RegistryContract.REGISTER,
            RegistryContract.DEREGISTER,
            RegistryContract.HEARTBEAT,
            RegistryContract.REPORT_STATUS,
            RegistryContract.SERVICES,
            RegistryContract.ENDPOINT,
            RegistryContract.START_ORDER,
            PortsContract.CANDIDATES,
            PortsContract.READ_CONFIG,
            PortsContract.CHANGE_CONFIG,
            HostContract.PROBE,
            HostContract.LISTENERS,
            HostContract.FACTS,
            HostContract.HOST_LOAD,
            HostContract.PROCESS_LOAD,
            HostContract.SOCKETS,
            HealthContract.HEALTH,
            HealthContract.HISTORY,
            EventsContract.PUBLISH_EVENT,
            EventsContract.RECENT_EVENTS,
            EventsContract.TOPICS,
            NetworkContract.NETWORK_STATE,
            ClusterContract.DESCRIBE_NODE,
            ClusterContract.MEMBERS);

    /** What clients outside of the cluster may ask through the SockJS bridge: reads only, and the publishing of events. */
    public static final List<Operation<?, ?>> OPEN = List.of(
            RegistryContract.SERVICES,
            RegistryContract.ENDPOINT,
            RegistryContract.START_ORDER,
            PortsContract.READ_CONFIG,
            HealthContract.HEALTH,
            HealthContract.HISTORY,
            EventsContract.PUBLISH_EVENT,
            EventsContract.RECENT_EVENTS,
            EventsContract.TOPICS,
            NetworkContract.NETWORK_STATE,
            ClusterContract.MEMBERS);

    /** What clients outside of the cluster may hear through the SockJS bridge. */
    public static final List<EventType<?>> TOLD_OUTSIDE = List.of(
            RegistryContract.INSTANCE_REGISTERED,
            RegistryContract.INSTANCE_DEREGISTERED,
            RegistryContract.INSTANCE_STATUS_CHANGED,
            PortsContract.CONFIG_CHANGED,
            PortsContract.PORT_ALLOCATED,
            PortsContract.PORT_RELEASED,
            HealthContract.HEALTH_CHANGED,
            EventsContract.EVENT_PUBLISHED,
            NetworkContract.CONNECTIVITY_CHANGED);

    public static final List<EventType<?>> EVENTS = List.of(
            LedgerContract.ADVANCED,
            LedgerContract.CHECKED,
            RegistryContract.INSTANCE_REGISTERED,
            RegistryContract.INSTANCE_DEREGISTERED,
            RegistryContract.INSTANCE_STATUS_CHANGED,
            RegistryContract.HEARTBEATS_HEARD,
            PortsContract.CONFIG_CHANGED,
            PortsContract.PORT_ALLOCATED,
            PortsContract.PORT_RELEASED,
            HealthContract.HEALTH_CHECKED,
            HealthContract.HEALTH_CHANGED,
            EventsContract.EVENT_PUBLISHED,
            NetworkContract.CONNECTIVITY_CHANGED,
            ClusterContract.MEMBERS_CHANGED,
            ClusterContract.MEMBER_JOINED,
            ClusterContract.MEMBER_LEFT);

    /** What the ledger holds, by the beginning of its keys. */
    public static final Map<String, Class<?>> STORED = Map.of(
            LedgerKeys.INSTANCES, RegisteredInstance.class,
            LedgerKeys.ALLOCATIONS, Allocation.class,
            LedgerKeys.CONFIGS, EnvironmentConfig.class,
            LedgerKeys.HOSTS, HostFacts.class,
            LedgerKeys.DUTIES, DutyHolder.class);

    private Contracts() {}
}
