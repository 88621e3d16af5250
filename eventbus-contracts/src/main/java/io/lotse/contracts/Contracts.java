package io.lotse.contracts;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.alerts.Acknowledgement;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.Silence;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.apis.ApisContract;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.DutyHolder;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultsContract;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.SigningKey;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.ThresholdSettings;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerImport;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.Recovery;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.ReportsContract;
import io.lotse.contracts.reports.StoredReport;
import io.lotse.contracts.supervision.SupervisionContract;
import io.lotse.contracts.verdicts.DeployHistory;
import io.lotse.contracts.verdicts.TurnHistory;
import io.lotse.contracts.verdicts.VerdictsContract;

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
            RegistryContract.REGISTER_BATCH,
            RegistryContract.DEREGISTER,
            RegistryContract.DEREGISTER_MANY,
            RegistryContract.CONFIRM_REASSIGNMENT,
            RegistryContract.COMPLETE_REASSIGNMENT,
            RegistryContract.HEARTBEAT,
            RegistryContract.REPORT_STATUS,
            RegistryContract.OFFER,
            RegistryContract.REPORT_PROCESSES,
            RegistryContract.RECLAIM,
            RegistryContract.SERVICES,
            RegistryContract.ENDPOINT,
            RegistryContract.START_ORDER,
            PortsContract.CANDIDATES,
            PortsContract.READ_CONFIG,
            PortsContract.CHANGE_CONFIG,
            PortsContract.PREVIEW_CONFIG,
            EnvironmentsContract.CREATE,
            EnvironmentsContract.REMOVE,
            EnvironmentsContract.CHANGE_PLAN,
            EnvironmentsContract.TEMPLATES,
            EnvironmentsContract.APPLY_TEMPLATE,
            FaultsContract.SET,
            FaultsContract.REMOVE,
            HostContract.PROBE,
            HostContract.LISTENERS,
            HostContract.OWNERS,
            HostContract.FACTS,
            HostContract.HOST_LOAD,
            HostContract.PROCESS_LOAD,
            HostContract.SOCKETS,
            HostContract.IDENTIFY,
            HostContract.PORT,
            HostContract.FOREIGN,
            HealthContract.HEALTH,
            HealthContract.HISTORY,
            HealthContract.BREACHES,
            HealthContract.THRESHOLDS,
            HealthContract.CHANGE_THRESHOLDS,
            VerdictsContract.VERDICTS,
            MetricsContract.SERIES,
            ReportsContract.CREATE_REPORT,
            ReportsContract.REPORTS,
            ReportsContract.REPORT,
            ReportsContract.RENDERED_REPORT,
            ReportsContract.MARK_APPLIED,
            ReportsContract.WITHDRAW,
            ReportsContract.APPLIED,
            ReportsContract.SCALING,
            AlertsContract.ALERTS,
            AlertsContract.ALERT,
            AlertsContract.ACKNOWLEDGE,
            AlertsContract.SILENCES,
            AlertsContract.PUT_SILENCE,
            AlertsContract.REMOVE_SILENCE,
            AlertsContract.SETTINGS,
            AlertsContract.CHANGE_SETTINGS,
            AlertsContract.TRY_CHANNELS,
            EventsContract.PUBLISH_EVENT,
            EventsContract.RECENT_EVENTS,
            EventsContract.TOPICS,
            EventsContract.DECLARE_TOPIC,
            EventsContract.WITHDRAW_TOPIC,
            EventsContract.DECLARED_TOPICS,
            EventsContract.STORE_EVENTS,
            EventsContract.READ_EVENTS,
            EventsContract.STORED_TOPICS,
            EventsContract.PUT_GROUP,
            EventsContract.GROUPS,
            EventsContract.REMOVE_GROUP,
            EventsContract.SEEK_GROUP,
            EventsContract.FETCH_EVENTS,
            EventsContract.ACK_EVENTS,
            EventsContract.NACK_EVENTS,
            EventsContract.EXTEND_EVENTS,
            EventsContract.DEAD_LETTERS,
            NetworkContract.NETWORK_STATE,
            NetworkContract.RECOVERIES,
            GatewayContract.ROUTES,
            GatewayContract.PUT_ROUTE,
            GatewayContract.REMOVE_ROUTE,
            GatewayContract.CHECK_ROUTES,
            GatewayContract.UPSTREAMS,
            GatewayContract.CREATE_API_KEY,
            GatewayContract.API_KEYS,
            GatewayContract.REVOKE_API_KEY,
            GatewayContract.CACHE,
            GatewayContract.PURGE_CACHE,
            GatewayContract.SIGNING_KEYS,
            SupervisionContract.UP,
            SupervisionContract.DOWN,
            SupervisionContract.RESTART,
            SupervisionContract.STATUS,
            SupervisionContract.LOG,
            SupervisionContract.RUN_SCRIPT,
            KubernetesContract.RESTART,
            ApisContract.DOCUMENT,
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
            HealthContract.BREACHES,
            VerdictsContract.VERDICTS,
            MetricsContract.SERIES,
            ReportsContract.REPORTS,
            ReportsContract.REPORT,
            ReportsContract.APPLIED,
            ReportsContract.SCALING,
            AlertsContract.ALERTS,
            AlertsContract.ALERT,
            AlertsContract.SILENCES,
            EventsContract.PUBLISH_EVENT,
            EventsContract.RECENT_EVENTS,
            EventsContract.TOPICS,
            NetworkContract.NETWORK_STATE,
            NetworkContract.RECOVERIES,
            GatewayContract.ROUTES,
            GatewayContract.UPSTREAMS,
            ClusterContract.MEMBERS);

    /** What clients outside of the cluster may hear through the SockJS bridge. */
    public static final List<EventType<?>> TOLD_OUTSIDE = List.of(
            RegistryContract.INSTANCE_REGISTERED,
            RegistryContract.INSTANCE_DEREGISTERED,
            RegistryContract.INSTANCE_STATUS_CHANGED,
            PortsContract.CONFIG_CHANGED,
            PortsContract.PORT_ALLOCATED,
            PortsContract.PORT_RELEASED,
            EnvironmentsContract.ENVIRONMENT_CREATED,
            EnvironmentsContract.ENVIRONMENT_EXPIRING,
            EnvironmentsContract.ENVIRONMENT_REMOVED,
            FaultsContract.FAULT_SET,
            FaultsContract.FAULT_REMOVED,
            HostContract.FOREIGN_LISTENERS_CHANGED,
            PortsContract.REASSIGNMENT_REQUESTED,
            PortsContract.REASSIGNMENT_GRANTED,
            PortsContract.REASSIGNMENT_LAPSED,
            PortsContract.SPACE_CONFLICT_FOUND,
            HealthContract.HEALTH_CHANGED,
            HealthContract.THRESHOLD_CROSSED,
            VerdictsContract.VERDICT_REACHED,
            VerdictsContract.VERDICT_ENDED,
            ReportsContract.REPORT_MADE,
            AlertsContract.ALERT_RAISED,
            AlertsContract.ALERT_RESOLVED,
            AlertsContract.ALERT_ACKNOWLEDGED,
            EventsContract.EVENT_PUBLISHED,
            GatewayContract.CIRCUIT_CHANGED,
            SupervisionContract.SERVICE_STARTED,
            SupervisionContract.SERVICE_READY,
            SupervisionContract.SERVICE_EXITED,
            SupervisionContract.SERVICE_RESTARTED,
            SupervisionContract.SERVICE_STOPPED,
            SupervisionContract.SERVICE_GIVEN_UP,
            SupervisionContract.SERVICE_ADOPTED,
            SupervisionContract.SCRIPT_RUN,
            NetworkContract.CONNECTIVITY_CHANGED,
            NetworkContract.AXIS_CHANGED,
            NetworkContract.OUTAGE_BEGAN,
            NetworkContract.OUTAGE_ENDED,
            NetworkContract.RECOVERY_ENDED,
            ImportsContract.SOURCE_CHANGED,
            KubernetesContract.ROLLOUT_BEGAN,
            KubernetesContract.ROLLOUT_ENDED);

    public static final List<EventType<?>> EVENTS = List.of(
            LedgerContract.ADVANCED,
            LedgerContract.CHECKED,
            LedgerContract.VOTERS_TOLD,
            RegistryContract.INSTANCE_REGISTERED,
            RegistryContract.INSTANCE_DEREGISTERED,
            RegistryContract.INSTANCE_STATUS_CHANGED,
            RegistryContract.HEARTBEATS_HEARD,
            PortsContract.CONFIG_CHANGED,
            PortsContract.PORT_ALLOCATED,
            PortsContract.PORT_RELEASED,
            EnvironmentsContract.ENVIRONMENT_CREATED,
            EnvironmentsContract.ENVIRONMENT_EXPIRING,
            EnvironmentsContract.ENVIRONMENT_REMOVED,
            FaultsContract.FAULT_SET,
            FaultsContract.FAULT_REMOVED,
            HostContract.FOREIGN_LISTENERS_CHANGED,
            PortsContract.REASSIGNMENT_REQUESTED,
            PortsContract.REASSIGNMENT_GRANTED,
            PortsContract.REASSIGNMENT_LAPSED,
            PortsContract.SPACE_CONFLICT_FOUND,
            HealthContract.HEALTH_CHECKED,
            HealthContract.HEALTH_CHANGED,
            HealthContract.THRESHOLD_CROSSED,
            VerdictsContract.VERDICT_REACHED,
            VerdictsContract.VERDICT_ENDED,
            VerdictsContract.VERDICTS_JUDGED,
            ReportsContract.REPORT_MADE,
            AlertsContract.ALERT_RAISED,
            AlertsContract.ALERT_RESOLVED,
            AlertsContract.ALERT_ACKNOWLEDGED,
            AlertsContract.ALERTS_POSTED,
            MetricsContract.TRAFFIC_COUNTED,
            MetricsContract.LOAD_MEASURED,
            MetricsContract.PATHS_WATCHED,
            EventsContract.EVENT_PUBLISHED,
            GatewayContract.CIRCUIT_CHANGED,
            GatewayContract.CACHE_INVALIDATED,
            GatewayContract.RATE_COUNTED,
            GatewayContract.CACHE_PURGE_REQUESTED,
            GatewayContract.CACHE_PURGED,
            SupervisionContract.SERVICE_STARTED,
            SupervisionContract.SERVICE_READY,
            SupervisionContract.SERVICE_EXITED,
            SupervisionContract.SERVICE_RESTARTED,
            SupervisionContract.SERVICE_STOPPED,
            SupervisionContract.SERVICE_GIVEN_UP,
            SupervisionContract.SERVICE_ADOPTED,
            SupervisionContract.SCRIPT_RUN,
            NetworkContract.CONNECTIVITY_CHANGED,
            NetworkContract.AXIS_CHANGED,
            NetworkContract.OUTAGE_BEGAN,
            NetworkContract.OUTAGE_ENDED,
            NetworkContract.RECOVERY_ENDED,
            ImportsContract.SOURCE_CHANGED,
            KubernetesContract.ROLLOUT_BEGAN,
            KubernetesContract.ROLLOUT_ENDED,
            ClusterContract.MEMBERS_CHANGED,
            ClusterContract.MEMBER_JOINED,
            ClusterContract.MEMBER_LEFT,
            ClusterContract.NODE_STOPPING);

    /** What the ledger holds, by the beginning of its keys. */
    public static final Map<String, Class<?>> STORED = Map.ofEntries(
            Map.entry(LedgerKeys.INSTANCES, RegisteredInstance.class),
            Map.entry(LedgerKeys.ALLOCATIONS, Allocation.class),
            Map.entry(LedgerKeys.RELEASED, PortHistory.class),
            Map.entry(LedgerKeys.REASSIGNMENTS, Reassignment.class),
            Map.entry(LedgerKeys.CONFIGS, EnvironmentConfig.class),
            Map.entry(LedgerKeys.ENVIRONMENTS, Environment.class),
            Map.entry(LedgerKeys.FAULTS, Fault.class),
            Map.entry(LedgerKeys.ENVIRONMENT_PLAN, EnvironmentPlan.class),
            Map.entry(LedgerKeys.THRESHOLDS, ThresholdSettings.class),
            Map.entry(LedgerKeys.HOSTS, HostFacts.class),
            Map.entry(LedgerKeys.PROCESSES, InstanceProcesses.class),
            Map.entry(LedgerKeys.DUTIES, DutyHolder.class),
            Map.entry(LedgerKeys.IMPORTS, LedgerImport.class),
            Map.entry(LedgerKeys.ROUTES, RouteDefinition.class),
            Map.entry(LedgerKeys.API_KEYS, ApiKey.class),
            Map.entry(LedgerKeys.DEPLOYS, DeployHistory.class),
            Map.entry(LedgerKeys.TURNS, TurnHistory.class),
            Map.entry(LedgerKeys.ALERTS, StoredAlert.class),
            Map.entry(LedgerKeys.ACKNOWLEDGEMENTS, Acknowledgement.class),
            Map.entry(LedgerKeys.SILENCES, Silence.class),
            Map.entry(LedgerKeys.NOTICES, Notice.class),
            Map.entry(LedgerKeys.ALERT_SETTINGS, AlertSettings.class),
            Map.entry(LedgerKeys.REPORTS, StoredReport.class),
            Map.entry(LedgerKeys.RECOMMENDATIONS, AppliedRecommendation.class),
            Map.entry(LedgerKeys.OUTAGES, Outage.class),
            Map.entry(LedgerKeys.RECOVERIES, Recovery.class),
            Map.entry(LedgerKeys.TOPICS, TopicDeclaration.class),
            Map.entry(LedgerKeys.SIGNING_KEYS, SigningKey.class));

    private Contracts() {}
}
