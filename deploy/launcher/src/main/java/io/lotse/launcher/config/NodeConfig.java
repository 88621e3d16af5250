package io.lotse.launcher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lotse.connection.NetworkConfig;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.docker.DockerConfig;
import io.lotse.gateway.GatewayConfig;
import io.lotse.gateway.TracingConfig;
import io.lotse.hostagent.HostAgentConfig;
import io.lotse.kubernetes.KubernetesConfig;
import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.observer.ObserverConfig;
import io.lotse.reports.ReportsConfig;

import static java.util.Objects.requireNonNull;

/**
 * What a node is told at its start.
 *
 * @param mode how strict it is
 * @param name lasting; {@code [A-Za-z0-9._-]}, at most 63 characters
 * @param data where it keeps its files, absolute
 * @param host the host's name: the space in which its ports lie
 * @param address of one interface: all listeners bind it and others are told it
 * @param ports its listeners' ports
 * @param join cluster addresses of nodes to join; empty to found a cluster
 * @param voters the founders of the ledger and their ledger addresses, by node; empty for a founder alone
 * @param roles what runs on it
 * @param gateway what its gateway is told
 * @param separateAddresses whether each address of the host is a space of its own
 * @param ledgerPostgres where the ledger is, if it is in PostgreSQL; null where the nodes keep it themselves
 * @param bounds what bounds its ledger, if it has a vote
 * @param reclaimAfter for how long an instance of its host must be found dead before its port is reclaimed
 * @param healthInterval how often its observer checks each instance of its share
 * @param metricsPush where its figures are sent
 * @param supervision what it keeps running
 * @param reportSchedule when a report on the mesh is made by itself; null for never
 * @param network what its connection monitor tries
 * @param docker which containers of its host it registers; null for none
 * @param durableTopics topics that it declares durable when it starts
 * @param kubernetes what it does with a Kubernetes cluster
 */
public record NodeConfig(
        Mode mode,
        String name,
        Path data,
        String host,
        String address,
        Ports ports,
        List<HostPort> join,
        Map<String, HostPort> voters,
        Set<Role> roles,
        Gateway gateway,
        boolean separateAddresses,
        PostgresUri ledgerPostgres,
        LedgerBounds bounds,
        Duration reclaimAfter,
        Duration healthInterval,
        MetricsPush metricsPush,
        Supervision supervision,
        ReportsConfig.Schedule reportSchedule,
        NetworkConfig network,
        DockerConfig.Wishes docker,
        List<TopicDeclaration> durableTopics,
        KubernetesConfig.Wishes kubernetes) {

    public NodeConfig {
        requireNonNull(mode, "mode");
        requireNonNull(name, "name");
        requireNonNull(host, "host");
        requireNonNull(address, "address");
        requireNonNull(ports, "ports");
        requireNonNull(bounds, "bounds");
        requireNonNull(reclaimAfter, "reclaimAfter");
        requireNonNull(healthInterval, "healthInterval");
        requireNonNull(metricsPush, "metricsPush");
        requireNonNull(network, "network");
        requireNonNull(kubernetes, "kubernetes");
        data = data.toAbsolutePath().normalize();
        join = List.copyOf(join);
        durableTopics = List.copyOf(durableTopics);
        voters = Map.copyOf(voters);
        roles = Set.copyOf(roles);
        requireNonNull(gateway, "gateway");
        requireNonNull(supervision, "supervision");
    }

    /** With a gateway that is told nothing, and with a ledger that the nodes keep themselves. */
    public NodeConfig(
            Mode mode,
            String name,
            Path data,
            String host,
            String address,
            Ports ports,
            List<HostPort> join,
            Map<String, HostPort> voters,
            Set<Role> roles) {
        this(
                mode,
                name,
                data,
                host,
                address,
                ports,
                join,
                voters,
                roles,
                Gateway.PLAIN,
                false,
                null,
                LedgerBounds.DEFAULT,
                HostAgentConfig.RECLAIM_AFTER,
                ObserverConfig.DEFAULT_INTERVAL,
                MetricsPush.NONE,
                Supervision.NONE,
                ReportsConfig.Schedule.DEFAULT,
                NetworkConfig.DEFAULT,
                null,
                List.of(),
                KubernetesConfig.Wishes.NONE);
    }

    /**
     * The ports of a node's listeners, each 1 to 65535.
     *
     * @param gateway where requests for services come in
     * @param control where the node is managed
     * @param cluster where the other nodes reach it
     * @param ledger where the other voters reach it, if it has a vote
     * @param dns where it answers DNS, over UDP and TCP
     */
    public record Ports(int gateway, int control, int cluster, int ledger, int dns) {}

    /**
     * What a node keeps running.
     *
     * @param services files of sets that are brought up with it; absolute
     * @param scripts the folder of restart scripts that it may run, absolute; null for none
     */
    public record Supervision(List<Path> services, Path scripts) {
        /** Only what {@code lotse up} says, and no scripts. */
        public static final Supervision NONE = new Supervision(List.of(), null);

        public Supervision {
            services = List.copyOf(services);
        }
    }

    /**
     * What a node's gateway is told.
     *
     * @param routes where its routes are declared; null for nowhere
     * @param h2cPort the port for HTTP/2 without TLS; null for none
     * @param zone where the node stands, as instances say it in their metadata; null if nobody said
     * @param tls how it listens for TLS; null for not at all
     * @param trustedProxies the networks of proxies that are believed when they say for whom they ask; empty for none
     * @param limits what a request may weigh before its body, and how long that may take to come
     * @param cacheBytes how much memory answers may take that it keeps, in bytes
     * @param controlRole what an API key must have to reach the control API through the gateway; null for open to all
     * @param accessLog what is written down of requests; null for nothing
     * @param tracing where spans of requests go; null for nowhere
     * @param serverTiming whether answers tell what took how long
     */
    public record Gateway(
            GatewayConfig.Routes routes,
            Integer h2cPort,
            String zone,
            GatewayConfig.Tls tls,
            List<String> trustedProxies,
            GatewayConfig.Limits limits,
            long cacheBytes,
            String controlRole,
            AccessLogSettings accessLog,
            TracingConfig tracing,
            boolean serverTiming) {
        /** Nothing. */
        public static final Gateway PLAIN = new Gateway(
                null,
                null,
                null,
                null,
                List.of(),
                GatewayConfig.Limits.DEFAULTS,
                GatewayConfig.DEFAULT_CACHE_BYTES,
                null,
                null,
                null,
                false);
    }

    /** Whether it may found a ledger: that is not in PostgreSQL, and it joins nobody or is named among the voters. */
    public boolean founds() {
        return ledgerPostgres == null && (join.isEmpty() || voters.containsKey(name));
    }

    /** Whether a room is opened: one of its roles for which there is something to do. */
    public boolean runs(Role role) {
        return roles.contains(role)
                && switch (role) {
                    case DOCKER -> docker != null;
                    case KUBERNETES -> kubernetes.some();
                    default -> true;
                };
    }

    /** The same with other ports. */
    public NodeConfig with(Ports newPorts) {
        return new NodeConfig(
                mode,
                name,
                data,
                host,
                address,
                newPorts,
                join,
                voters,
                roles,
                gateway,
                separateAddresses,
                ledgerPostgres,
                bounds,
                reclaimAfter,
                healthInterval,
                metricsPush,
                supervision,
                reportSchedule,
                network,
                docker,
                durableTopics,
                kubernetes);
    }
}
