package io.lotse.contracts.ledger;

import java.util.List;

import io.lotse.contracts.ports.Protocol;

/** Where things lie in the ledger. */
public final class LedgerKeys {
    /** {@code instance/ID} holds a {@link io.lotse.contracts.registry.RegisteredInstance}. */
    public static final String INSTANCES = "instance/";
    /** {@code allocation/SPACE/PROTOCOL/PORT} holds an {@link io.lotse.contracts.ports.Allocation}. */
    public static final String ALLOCATIONS = "allocation/";
    /** {@code released/SPACE/PROTOCOL/PORT} holds an {@link io.lotse.contracts.ports.PortHistory}. */
    public static final String RELEASED = "released/";
    /** {@code reassignment/SPACE/PROTOCOL/PORT} holds a {@link io.lotse.contracts.ports.Reassignment}. */
    public static final String REASSIGNMENTS = "reassignment/";
    /** {@code config/ENVIRONMENT} holds an {@link io.lotse.contracts.ports.EnvironmentConfig}. */
    public static final String CONFIGS = "config/";
    /** {@code host/HOST} holds {@link io.lotse.contracts.host.HostFacts}. */
    public static final String HOSTS = "host/";
    /** {@code process/ID} holds an {@link io.lotse.contracts.registry.InstanceProcesses}, beside {@code instance/ID}. */
    public static final String PROCESSES = "process/";
    /** {@code duty/NAME} holds a {@link io.lotse.contracts.cluster.DutyHolder}. */
    public static final String DUTIES = "duty/";

    /** {@code environment/NAME} holds an {@link io.lotse.contracts.environments.Environment} that was created. */
    public static final String ENVIRONMENTS = "environment/";

    /** {@code environment-plan} holds the {@link io.lotse.contracts.environments.EnvironmentPlan}. */
    public static final String ENVIRONMENT_PLAN = "environment-plan";
    /** {@code fault/ENVIRONMENT/NAME} holds a {@link io.lotse.contracts.faults.Fault}. */
    public static final String FAULTS = "fault/";
    /** {@code route/NAME} holds a {@link io.lotse.contracts.gateway.RouteDefinition}. */
    public static final String ROUTES = "route/";
    /** {@code api-key/NAME} holds an {@link io.lotse.contracts.gateway.ApiKey}. */
    public static final String API_KEYS = "api-key/";
    /** {@code signing-key/KID} holds a {@link io.lotse.contracts.gateway.SigningKey}. */
    public static final String SIGNING_KEYS = "signing-key/";

    /** {@code report/ID} holds a {@link io.lotse.contracts.reports.StoredReport}. */
    public static final String REPORTS = "report/";
    /** {@code recommendation/ID} holds an {@link io.lotse.contracts.reports.AppliedRecommendation}. */
    public static final String RECOMMENDATIONS = "recommendation/";
    /** {@code thresholds} holds the {@link io.lotse.contracts.health.ThresholdSettings} of the mesh. */
    public static final String THRESHOLDS = "thresholds";

    /** {@code deploys/SERVICE} holds a {@link io.lotse.contracts.verdicts.DeployHistory}. */
    public static final String DEPLOYS = "deploys/";
    /** {@code turns/ID} holds a {@link io.lotse.contracts.verdicts.TurnHistory} of an instance. */
    public static final String TURNS = "turns/";

    /** {@code alert/ID} holds a {@link io.lotse.contracts.alerts.StoredAlert}. */
    public static final String ALERTS = "alert/";
    /** {@code alert-acknowledgement/ID} holds an {@link io.lotse.contracts.alerts.Acknowledgement}, by the alert's id. */
    public static final String ACKNOWLEDGEMENTS = "alert-acknowledgement/";
    /** {@code alert-silence/ID} holds a {@link io.lotse.contracts.alerts.Silence}. */
    public static final String SILENCES = "alert-silence/";
    /** {@code alert-notice/ID} holds a {@link io.lotse.contracts.alerts.Notice}. */
    public static final String NOTICES = "alert-notice/";
    /** {@code alert-settings} holds {@link io.lotse.contracts.alerts.AlertSettings}. */
    public static final String ALERT_SETTINGS = "alert-settings";

    /** {@code outage/ID} holds an {@link io.lotse.contracts.network.Outage} that ended, until somebody saw to it. */
    public static final String OUTAGES = "outage/";
    /** {@code recovery/ID} holds a {@link io.lotse.contracts.network.Recovery}. */
    public static final String RECOVERIES = "recovery/";

    /** {@code topic/PATTERN} holds a {@link io.lotse.contracts.events.TopicDeclaration}. */
    public static final String TOPICS = "topic/";

    /** {@code import/current} holds a {@link LedgerImport} while one is under way. */
    public static final String IMPORTS = "import/";

    /** What belongs to the nodes that run now: no backup restores it. */
    private static final List<String> OF_RUNNING_NODES = List.of(DUTIES, IMPORTS, SIGNING_KEYS, OUTAGES);

    private LedgerKeys() {}

    /** Whether the key is data, to be moved with the ledger; not who holds a duty just now. */
    public static boolean isData(String key) {
        return OF_RUNNING_NODES.stream().noneMatch(key::startsWith);
    }

    public static String instance(String serviceId) {
        return INSTANCES + serviceId;
    }

    public static String allocation(String space, Protocol protocol, int port) {
        return ALLOCATIONS + space + "/" + protocol.wireName() + "/" + port;
    }

    public static String released(String space, Protocol protocol, int port) {
        return RELEASED + space + "/" + protocol.wireName() + "/" + port;
    }

    public static String reassignment(String space, Protocol protocol, int port) {
        return REASSIGNMENTS + space + "/" + protocol.wireName() + "/" + port;
    }

    public static String config(String environment) {
        return CONFIGS + environment;
    }

    public static String environment(String name) {
        return ENVIRONMENTS + name;
    }

    /** What the keys of an environment's faults begin with. */
    public static String faults(String environment) {
        return FAULTS + environment + "/";
    }

    public static String fault(String environment, String name) {
        return faults(environment) + name;
    }

    public static String host(String host) {
        return HOSTS + host;
    }

    public static String process(String serviceId) {
        return PROCESSES + serviceId;
    }

    public static String topic(String pattern) {
        return TOPICS + pattern;
    }

    public static String currentImport() {
        return IMPORTS + "current";
    }

    public static String route(String name) {
        return ROUTES + name;
    }

    public static String apiKey(String name) {
        return API_KEYS + name;
    }

    public static String signingKey(String kid) {
        return SIGNING_KEYS + kid;
    }

    public static String report(String id) {
        return REPORTS + id;
    }

    public static String recommendation(String id) {
        return RECOMMENDATIONS + id;
    }

    public static String deploys(String service) {
        return DEPLOYS + service;
    }

    public static String turns(String serviceId) {
        return TURNS + serviceId;
    }

    public static String alert(String id) {
        return ALERTS + id;
    }

    public static String acknowledgement(String alertId) {
        return ACKNOWLEDGEMENTS + alertId;
    }

    public static String silence(String id) {
        return SILENCES + id;
    }

    public static String notice(String id) {
        return NOTICES + id;
    }

    public static String outage(String id) {
        return OUTAGES + id;
    }

    public static String recovery(String id) {
        return RECOVERIES + id;
    }

    public static String duty(String name) {
        return DUTIES + name;
    }
}
