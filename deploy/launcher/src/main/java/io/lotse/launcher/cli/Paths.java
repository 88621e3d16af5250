package io.lotse.launcher.cli;

/** The paths of the control API that commands ask. */
final class Paths {
    static final String REGISTER = "/api/v1/ipmanager/register";
    static final String REGISTER_BATCH = "/api/v1/ipmanager/register/batch";
    static final String REASSIGNMENTS = "/api/v1/ipmanager/reassignments";
    static final String DEREGISTER = "/api/v1/ipmanager/deregister";
    static final String HEARTBEAT = "/api/v1/ipmanager/heartbeat/";
    static final String OFFER = "/api/v1/ipmanager/offer";
    static final String PROCESSES = "/api/v1/ipmanager/processes/";
    static final String SERVICES = "/api/v1/ipmanager/services";
    static final String ENDPOINT = "/api/v1/ipmanager/endpoint/";
    static final String CONFIG = "/api/v1/ipmanager/config";
    static final String ENVIRONMENTS = "/api/v1/environments";
    static final String ENVIRONMENT_PLAN = "/api/v1/environment-plan";
    static final String TEMPLATES = "/api/v1/templates";
    static final String CLUSTER = "/api/v1/cluster";
    static final String PORTS = "/api/v1/ports";
    static final String PORTS_CHECK = "/api/v1/ports/check";
    static final String PORTS_FOREIGN = "/api/v1/ports/foreign";
    static final String SERVICE_HEALTH = "/api/v1/health";
    static final String THRESHOLDS = "/api/v1/thresholds";
    static final String METRIC_SERIES = "/api/v1/metrics/series";
    static final String VERDICTS = "/api/v1/verdicts";
    static final String REPORTS = "/api/v1/reports";
    static final String RECOMMENDATIONS = "/api/v1/reports/recommendations";
    static final String SCALING = "/api/v1/scaling";
    static final String ALERTS = "/api/v1/alerts";
    static final String ALERT_CONFIG = "/api/v1/alerts/config";
    static final String ALERT_TEST = "/api/v1/alerts/test";
    static final String SILENCES = "/api/v1/alerts/silences";
    static final String NETWORK = "/api/v1/network";
    static final String RECOVERIES = "/api/v1/network/recoveries";
    static final String ROUTES = "/api/v1/gateway/routes";
    static final String ROUTE_CHECK = "/api/v1/gateway/check";
    static final String API_KEYS = "/api/v1/gateway/keys";
    static final String UPSTREAMS = "/api/v1/gateway/upstreams";
    static final String CACHE = "/api/v1/gateway/cache";
    static final String EVENTS = "/api/v1/events/";
    static final String TOPICS = "/api/v1/topics";
    static final String LEDGER = "/api/v1/ledger";
    static final String LEDGER_EXPORT = "/api/v1/ledger/export";
    static final String LEDGER_IMPORT = "/api/v1/ledger/import";
    static final String SUPERVISED = "/api/v1/supervisor/services";
    static final String UP = "/api/v1/supervisor/up";
    static final String DOWN = "/api/v1/supervisor/down";
    static final String RESTART = "/api/v1/supervisor/restart/";
    static final String LOG = "/api/v1/supervisor/log";
    static final String HEALTH = "/health";
    static final String READY = "/ready";

    private Paths() {}
}
