package io.lotse.launcher.cli;

/** The paths of the control API that commands ask. */
final class Paths {
    static final String REGISTER = "/api/v1/ipmanager/register";
    static final String DEREGISTER = "/api/v1/ipmanager/deregister";
    static final String HEARTBEAT = "/api/v1/ipmanager/heartbeat/";
    static final String SERVICES = "/api/v1/ipmanager/services";
    static final String ENDPOINT = "/api/v1/ipmanager/endpoint/";
    static final String CONFIG = "/api/v1/ipmanager/config";
    static final String CLUSTER = "/api/v1/cluster";
    static final String PORTS = "/api/v1/ports";
    static final String SERVICE_HEALTH = "/api/v1/health";
    static final String NETWORK = "/api/v1/network";
    static final String EVENTS = "/api/v1/events/";
    static final String HEALTH = "/health";
    static final String READY = "/ready";

    private Paths() {}
}
