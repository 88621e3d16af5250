package io.lotse.launcher.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.lotse.docker.DockerConfig;

/**
 * Everything that can be set of a node: the option {@code --gateway-port} is {@code LOTSE_GATEWAY_PORT} in the
 * environment and {@code gateway_port} in {@code lotse.yaml}.
 */
public enum Setting {
    MODE("MODE", "development, test or production. Default: development"),
    NAME("NODE", "The node's name, lasting. Default: the host's name"),
    DATA("DIR", "The data folder. Default: $LOTSE_HOME/NODE, else ~/.lotse/NODE"),
    HOST("HOST", "The name of this host, the space its ports lie in. Default: what the system says"),
    SEPARATE_ADDRESSES(
            null, "Each address of this host has ports of its own, on all nodes of it. Default: they share them"),
    ADDRESS("ADDRESS", "The address that all listeners bind and that others are told. Default: 127.0.0.1"),
    GATEWAY_PORT("PORT", "The gateway's port. Default: 8000, or the next free one"),
    CONTROL_PORT("PORT", "The control API's port. Default: 8010, or the next free one"),
    CLUSTER_PORT("PORT", "The cluster's port. Default: 5701, or the next free one"),
    LEDGER_PORT("PORT", "The port of a ledger's voter. Default: 5801; a founder takes the next free one"),
    DNS_PORT("PORT", "The port of DNS, UDP and TCP. Default: 8600, or the next free one"),
    JOIN("HOST:PORT,...", "Cluster addresses of nodes to join. Default: none, found a cluster"),
    LEDGER_POSTGRES_URI(
            "URI",
            "Keep the ledger in PostgreSQL: postgresql://USER:PASSWORD@HOST:PORT/DATABASE. All nodes need it. Better in"
                    + " the environment or the file than here, where other users see it. Default: the nodes keep it themselves"),
    VOTERS("NODE=HOST:PORT,...", "The nodes that found the ledger, with their ledger ports. Default: a founder alone"),
    LEDGER_HISTORY_AGE("TIME", "How old the changes may be that a voter keeps for those who missed some. Default: 24h"),
    LEDGER_HISTORY_SIZE("SIZE", "How much memory they may take. Default: 16MB"),
    LEDGER_DISK_FLOOR("SIZE", "A voter refuses writes while less than this is free on its disk. Default: 64MB"),
    RECLAIM_AFTER(
            "SECONDS",
            "Of this host: reclaim a port when its instance was found dead for so long, 3 to 86400. Default: 30"),
    HEALTH_INTERVAL("TIME", "How often each instance is checked, 1s to 1h; all nodes the same. Default: 5s"),
    DURABLE_TOPICS(
            "PATTERN[=TIME],...",
            "Topics whose events are kept, such as orders.#=30d; declared in the ledger when this node starts. Default: none"
                    + " but those that lotse events declare named"),
    ROLES("ROLE,...", "What runs on this node. Default: all of " + allRoles()),
    ROUTES("FILE", "The gateway's routes, YAML; read again when it changes. Default: those in lotse.yaml, as a list"),
    SERVICES(
            "FILE,...",
            "Sets of services that are brought up with this node and kept running, each a services.yaml. In production"
                    + " there are no others. Default: those of lotse up"),
    SCRIPTS_FOLDER("DIR", "Run the restart scripts of registered instances that lie in this folder. Default: run none"),
    ACCEPT_DOUBTS("DOUBT,...", "Doubts that do not keep the node from production. Default: none"),
    ZONE("ZONE", "Where this node stands: the gateway can prefer instances with this zone. Default: none"),
    CONTROL_ROLE("ROLE", "The role of API keys that may use /api/v1 at the gateway. Default: none, open to all"),
    TRUSTED_PROXIES(
            "NETWORK,...",
            "Proxies in front of the gateway whose X-Forwarded-For it believes, such as 10.0.0.0/8. Default: none"),
    GATEWAY_H2C_PORT("PORT", "The gateway's port for HTTP/2 without TLS, such as gRPC. Default: none"),
    GATEWAY_MAX_URL("SIZE", "The gateway refuses a longer request line, 1KB to 1MB. Default: 16KB"),
    GATEWAY_MAX_HEADERS("SIZE", "The gateway refuses larger headers of a request, 1KB to 1MB. Default: 64KB"),
    GATEWAY_HEAD_TIMEOUT(
            "TIME", "The gateway cuts off a client that takes longer for a request's head, 1s to 1h. Default: 10s"),
    GATEWAY_SEND_TIMEOUT(
            "TIME",
            "The gateway cuts off a client that leaves lying for so long what waits for it, 1s to 1h. Default: 60s"),
    GATEWAY_MAX_CONNECTIONS("COUNT", "The gateway closes connections beyond so many, 0 for any number. Default: 0"),
    GATEWAY_MAX_CONNECTIONS_PER_CLIENT(
            "COUNT",
            "It closes those of a client's address beyond so many, 0 for any number; not of trusted proxies. Default: 0"),
    GATEWAY_CACHE("SIZE", "How much memory answers may take that the gateway keeps. Default: 16MB"),
    TLS_PORT("PORT", "The gateway's port for TLS, with a certificate. Default: 8443"),
    TLS_CERT("FILE", "The gateway's certificate and its chain, PEM; read again when it changes. Default: none, no TLS"),
    TLS_KEY("FILE", "The certificate's private key, PEM"),
    TLS_CERTS("DIR", "A folder of certificates, NAME.crt with NAME.key, each for the hosts it names. Default: none"),
    TLS_REDIRECT(null, "The gateway sends clients of its plain port to the one for TLS"),
    ACCESS_LOG("FILE", "Writes down the gateway's requests, to this file or, with -, to stdout. Default: none"),
    ACCESS_LOG_FORMAT("FORMAT", "json: an object a line; combined: as Apache and nginx do. Default: json"),
    ACCESS_LOG_SHARE("SHARE", "The share of requests in it, 0 to 1; errors and slow ones always are. Default: 1"),
    ACCESS_LOG_SLOW("TIME", "From how long on a request is slow. Default: 1s"),
    ACCESS_LOG_QUERY(null, "With the queries of requests, which may hold secrets"),
    ACCESS_LOG_SIZE("SIZE", "How much of the disk its files may take, 1MB or more; the oldest go. Default: 512MB"),
    OTLP_ENDPOINT(
            "URL",
            "Sends spans of the gateway's requests to this OTLP collector, such as http://127.0.0.1:4318;"
                    + " also OTEL_EXPORTER_OTLP_ENDPOINT. Default: none"),
    TRACE_SHARE("SHARE", "The share of traces that it samples of those that begin here, 0 to 1. Default: 1"),
    METRICS_INFLUX(
            "URL",
            "Sends the node's figures to this InfluxDB: http://HOST:8086?org=ORG&bucket=BUCKET, or ?db=DB for"
                    + " version 1. Default: none"),
    METRICS_INFLUX_TOKEN("TOKEN", "What InfluxDB knows the node by; better as LOTSE_METRICS_INFLUX_TOKEN"),
    METRICS_OTLP("URL", "Sends them to this OTLP collector, such as http://127.0.0.1:4318. Default: none"),
    METRICS_EVERY("TIME", "How often figures are sent. Default: 30s"),
    REPORT_SCHEDULE(
            "WHEN",
            "When a report on the mesh is made by itself: daily HH:MM [ZONE], weekly DAY HH:MM [ZONE], or off. Default:"
                    + " daily 06:00 UTC"),
    SERVER_TIMING(null, "The gateway's answers tell what took how long, Server-Timing"),
    DOCKER(
            "WHICH",
            "Register the containers of this host while they run: all but those with the label lotse.enable=false, or"
                    + " labelled: those with lotse.enable=true. Default: off"),
    DOCKER_SOCKET("FILE", "The socket of Docker's engine. Default: " + DockerConfig.DEFAULT_SOCKET),
    DOCKER_ADDRESSES(
            "WHERE",
            "Where containers are reached: host, at the ports that they publish, or container, at their own addresses."
                    + " Default: host"),
    KUBERNETES(
            "WHICH",
            "Register the Services of a Kubernetes cluster: all but those that say lotse.io/enable: \"false\", or labelled:"
                    + " those that say \"true\". Default: off"),
    KUBERNETES_CONFIG(
            "FILE", "The kubeconfig that counts. Default: KUBECONFIG's, else ~/.kube/config, else the pod's account"),
    KUBERNETES_CONTEXT("CONTEXT", "The context of the kubeconfig that counts. Default: its current one"),
    KUBERNETES_CLUSTER(
            "NAME", "What the mesh calls the cluster; nodes that say the same share the work. Default: default"),
    KUBERNETES_NAMESPACES(
            "NAMESPACE,...", "Where Services are looked for; * for everywhere. Default: the context's namespace"),
    KUBERNETES_RESTARTS(
            "SERVICE,...",
            "Services that may be restarted after an outage, by a rollout. Default: ServicesToMonitor of the"
                    + " system_config.json, else none"),
    KUBERNETES_EXPORT(
            "NAMESPACE", "Show Lotse's own services in this namespace, each as a headless Service. Default: do not"),
    SYSTEM_CONFIG(
            "FILE",
            "The settings of an older connection monitor, JSON; lotse.yaml counts more. Default: config/system_config.json,"
                    + " if it is there"),
    DETACH(null, "Run in the background, and return when the node is ready");

    private final String label;
    private final String description;

    Setting(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The key in {@code lotse.yaml}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name on the command line. */
    public String option() {
        return "--" + key().replace('_', '-');
    }

    /** The name in the environment. */
    public String variable() {
        return "LOTSE_" + name();
    }

    /** What stands for the value in the help; empty for a switch. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** What it means and its default, in a sentence. */
    public String description() {
        return description;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key().equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    private static String allRoles() {
        return String.join(",", Arrays.stream(Role.values()).map(Role::wireName).toList());
    }
}
