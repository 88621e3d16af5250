package io.lotse.launcher.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.lotse.connection.DeclaredNetworkConfig;
import io.lotse.connection.NetworkConfig;
import io.lotse.connection.SystemConfig;
import io.lotse.docker.DockerConfig;
import io.lotse.gateway.GatewayConfig;
import io.lotse.gateway.TracingConfig;
import io.lotse.hostagent.HostAgentConfig;
import io.lotse.kubernetes.KubernetesConfig.PortForward;
import io.lotse.launcher.config.NodeConfig.Ports;
import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.observer.ObserverConfig;
import io.lotse.reports.ReportsConfig;

/**
 * Finds out what a node is told: an option counts more than the environment, that more than {@code lotse.yaml}, that more
 * than the default. All that is wrong is told at once, also where something else counts more.
 */
public final class ConfigReader {
    /** Names the configuration file. */
    public static final String CONFIG_VARIABLE = "LOTSE_CONFIG";

    /** What all that speaks OpenTelemetry listens to. */
    private static final String OTLP_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static final String DEFAULT_FILE = "lotse.yaml";

    private final Map<String, String> environment;
    private final LotseHome home;

    public ConfigReader(Map<String, String> environment, LotseHome home) {
        this.environment = environment;
        this.home = home;
    }

    /**
     * What was configured.
     *
     * @param node what the node is told; its ports are wishes still
     * @param asked the settings that somebody made, the others are defaults
     * @param detach whether it is to run in the background
     * @param acceptedDoubts the names of doubts that do not keep it from production
     * @param file the configuration file; empty if there is none
     * @param warnings what is configured and has no effect
     * @param former what the file of an older connection monitor says
     */
    public record Configured(
            NodeConfig node,
            Set<Setting> asked,
            boolean detach,
            List<String> acceptedDoubts,
            Optional<Path> file,
            List<String> warnings,
            SystemConfig former) {}

    /**
     * What all sources together say.
     *
     * @param options what stands on the command line
     * @param file the configuration file; null for the environment's, else {@code lotse.yaml} in the working folder if it is there
     */
    public Configured read(Map<Setting, String> options, Path file) throws ConfigException {
        Sources sources = new Sources();
        options.forEach((setting, text) -> sources.add(setting, new Given(setting.option(), text)));
        for (Setting setting : Setting.values()) {
            String text = environment.get(setting.variable());
            if (text != null) {
                sources.add(setting, new Given(setting.variable(), text));
            }
        }
        String collector = environment.get(OTLP_VARIABLE);
        if (collector != null) {
            sources.add(Setting.OTLP_ENDPOINT, new Given(OTLP_VARIABLE, collector));
        }
        Optional<Path> configFile = configFile(file);
        Optional<ConfigFile> settings = configFile.map(f -> new ConfigFile(f, sources.mistakes()));
        settings.ifPresent(f -> f.read().forEach(sources::add));
        List<String> warnings = new ArrayList<>();
        SystemConfig former = FormerMonitor.read(
                sources.find(Setting.SYSTEM_CONFIG, Parsers::path).orElse(null), sources.mistakes(), warnings);
        NetworkConfig network = settings.map(f -> f.network(former))
                .orElseGet(() -> DeclaredNetworkConfig.read(null, former).settings());
        List<PortForward> forwards = settings.map(ConfigFile::forwards).orElse(List.of());
        NodeConfig node = node(sources, configFile, former, network, forwards);
        List<String> doubts =
                sources.find(Setting.ACCEPT_DOUBTS, Parsers::words).orElse(List.of());
        boolean detach =
                sources.find(Setting.DETACH, Parsers::flag).orElse(former.mode() == SystemConfig.Mode.BACKGROUND);
        if (sources.mistakes().isEmpty()) {
            crossCheck(node, sources);
        }
        if (!sources.mistakes().isEmpty()) {
            throw new ConfigException(sources.mistakes());
        }
        return new Configured(node, sources.asked(), detach, doubts, configFile, warnings, former);
    }

    private static Set<Role> allRoles(SystemConfig former) {
        Set<Role> roles = EnumSet.allOf(Role.class);
        if (!former.enabled()) {
            roles.remove(Role.CONNECTION_MONITOR);
        }
        return roles;
    }

    private Optional<Path> configFile(Path option) {
        if (option != null) {
            return Optional.of(option);
        }
        String variable = environment.get(CONFIG_VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return Optional.of(Path.of(variable));
        }
        return Optional.of(Path.of(DEFAULT_FILE)).filter(Files::exists);
    }

    /** Routes stand in a file of their own, else among the other settings. */
    private static GatewayConfig.Routes routes(Sources sources, Optional<Path> configFile) {
        return sources.find(Setting.ROUTES, Parsers::path)
                .map(file -> new GatewayConfig.Routes(file, false))
                .or(() -> configFile.map(file -> new GatewayConfig.Routes(file, true)))
                .orElse(null);
    }

    private NodeConfig node(
            Sources sources,
            Optional<Path> configFile,
            SystemConfig former,
            NetworkConfig network,
            List<PortForward> forwards) {
        String host = sources.find(Setting.HOST, Parsers::name).orElseGet(HostName::ofThisHost);
        String name = sources.find(Setting.NAME, Parsers::name).orElseGet(HostName::ofThisHost);
        Map<String, HostPort> voters =
                sources.find(Setting.VOTERS, Parsers::voters).orElse(Map.of());
        Integer votersPort = voters.containsKey(name) ? voters.get(name).port() : null;
        return new NodeConfig(
                sources.find(Setting.MODE, Parsers::mode).orElse(Mode.DEVELOPMENT),
                name,
                sources.find(Setting.DATA, Parsers::path).orElse(home.folder().resolve(name)),
                host,
                sources.find(Setting.ADDRESS, Parsers::address).orElse("127.0.0.1"),
                new Ports(
                        sources.find(Setting.GATEWAY_PORT, Parsers::port).orElse(8000),
                        sources.find(Setting.CONTROL_PORT, Parsers::port).orElse(8010),
                        sources.find(Setting.CLUSTER_PORT, Parsers::port).orElse(5701),
                        sources.find(Setting.LEDGER_PORT, Parsers::port).orElse(votersPort == null ? 5801 : votersPort),
                        sources.find(Setting.DNS_PORT, Parsers::port).orElse(8600)),
                sources.find(Setting.JOIN, Parsers::addresses).orElse(List.of()),
                voters,
                sources.find(Setting.ROLES, Parsers::roles).orElseGet(() -> allRoles(former)),
                new NodeConfig.Gateway(
                        routes(sources, configFile),
                        sources.find(Setting.GATEWAY_H2C_PORT, Parsers::port).orElse(null),
                        sources.find(Setting.ZONE, Parsers::name).orElse(null),
                        tls(sources),
                        sources.find(Setting.TRUSTED_PROXIES, Parsers::networks).orElse(List.of()),
                        limits(sources),
                        sources.find(Setting.GATEWAY_CACHE, Parsers::size).orElse(GatewayConfig.DEFAULT_CACHE_BYTES),
                        sources.find(Setting.CONTROL_ROLE, Parsers::name).orElse(null),
                        accessLog(sources),
                        tracing(sources),
                        sources.find(Setting.SERVER_TIMING, Parsers::flag).orElse(false)),
                sources.find(Setting.SEPARATE_ADDRESSES, Parsers::flag).orElse(false),
                sources.find(Setting.LEDGER_POSTGRES_URI, PostgresUri::new).orElse(null),
                bounds(sources),
                sources.find(Setting.RECLAIM_AFTER, Parsers::seconds).orElse(HostAgentConfig.RECLAIM_AFTER),
                sources.find(Setting.HEALTH_INTERVAL, Parsers::secondsToAnHour).orElse(ObserverConfig.DEFAULT_INTERVAL),
                metricsPush(sources),
                new NodeConfig.Supervision(
                        sources.find(Setting.SERVICES, Parsers::servicesFiles).orElse(List.of()),
                        sources.find(Setting.SCRIPTS_FOLDER, Parsers::folder).orElse(null)),
                reportSchedule(sources),
                network,
                docker(sources),
                sources.find(Setting.DURABLE_TOPICS, Parsers::durableTopics).orElse(List.of()),
                KubernetesSettings.read(sources, former, forwards));
    }

    private static GatewayConfig.Limits limits(Sources sources) {
        GatewayConfig.Limits byDefault = GatewayConfig.Limits.DEFAULTS;
        return new GatewayConfig.Limits(
                sources.find(Setting.GATEWAY_MAX_URL, Parsers::headSize).orElse(byDefault.requestLine()),
                sources.find(Setting.GATEWAY_MAX_HEADERS, Parsers::headSize).orElse(byDefault.headers()),
                sources.find(Setting.GATEWAY_HEAD_TIMEOUT, Parsers::secondsToAnHour)
                        .orElse(byDefault.head()),
                sources.find(Setting.GATEWAY_SEND_TIMEOUT, Parsers::secondsToAnHour)
                        .orElse(byDefault.send()),
                sources.find(Setting.GATEWAY_MAX_CONNECTIONS, Parsers::connections)
                        .orElse(byDefault.connections()),
                sources.find(Setting.GATEWAY_MAX_CONNECTIONS_PER_CLIENT, Parsers::connections)
                        .orElse(byDefault.connectionsPerClient()));
    }

    /** Null where no certificate is named. */
    private static GatewayConfig.Tls tls(Sources sources) {
        Path cert = file(sources, Setting.TLS_CERT);
        Path key = file(sources, Setting.TLS_KEY);
        Path folder = file(sources, Setting.TLS_CERTS);
        int port = sources.find(Setting.TLS_PORT, Parsers::port).orElse(8443);
        boolean redirect = sources.find(Setting.TLS_REDIRECT, Parsers::flag).orElse(false);
        need(sources, Setting.TLS_CERT, Setting.TLS_KEY);
        need(sources, Setting.TLS_KEY, Setting.TLS_CERT);
        if (cert == null && folder == null) {
            Stream.of(Setting.TLS_PORT, Setting.TLS_REDIRECT)
                    .filter(sources.asked()::contains)
                    .forEach(s -> sources.mistakes()
                            .add(sources.where(s) + ": there is no TLS without a certificate: give "
                                    + Setting.TLS_CERT.option() + " or " + Setting.TLS_CERTS.option()));
            return null;
        }
        boolean halved = (cert == null) != (key == null);
        return halved ? null : new GatewayConfig.Tls(port, cert, key, folder, redirect);
    }

    /** Null where it is off. */
    private static AccessLogSettings accessLog(Sources sources) {
        Optional<Path> file = sources.find(Setting.ACCESS_LOG, Parsers::logFile);
        AccessLogSettings settings = new AccessLogSettings(
                file.filter(f -> !f.equals(Parsers.STDOUT)).orElse(null),
                sources.find(Setting.ACCESS_LOG_FORMAT, Parsers::isCombined).orElse(false),
                sources.find(Setting.ACCESS_LOG_SHARE, Parsers::share).orElse(1.0),
                sources.find(Setting.ACCESS_LOG_SLOW, Parsers::someTime).orElse(Duration.ofSeconds(1)),
                sources.find(Setting.ACCESS_LOG_QUERY, Parsers::flag).orElse(false),
                sources.find(Setting.ACCESS_LOG_SIZE, Parsers::logSize).orElse(512L << 20));
        if (!sources.asked().contains(Setting.ACCESS_LOG)) {
            sources.asked().stream()
                    .filter(s -> s.name().startsWith(Setting.ACCESS_LOG.name()))
                    .forEach(s -> sources.mistakes()
                            .add(sources.where(s) + ": there is no access log: give " + Setting.ACCESS_LOG.option()
                                    + ", too"));
        }
        return file.isPresent() ? settings : null;
    }

    /** Null where it is off. */
    private static TracingConfig tracing(Sources sources) {
        Optional<URI> endpoint = sources.find(Setting.OTLP_ENDPOINT, Parsers::httpUri);
        double share = sources.find(Setting.TRACE_SHARE, Parsers::share).orElse(1.0);
        need(sources, Setting.TRACE_SHARE, Setting.OTLP_ENDPOINT);
        return endpoint.map(e -> new TracingConfig(e, share)).orElse(null);
    }

    /** Null where it is off. */
    private static ReportsConfig.Schedule reportSchedule(Sources sources) {
        return sources.find(Setting.REPORT_SCHEDULE, ReportTimes::parse)
                .orElse(Optional.of(ReportsConfig.Schedule.DEFAULT))
                .orElse(null);
    }

    private static MetricsPush metricsPush(Sources sources) {
        need(sources, Setting.METRICS_INFLUX_TOKEN, Setting.METRICS_INFLUX);
        return new MetricsPush(
                sources.find(Setting.METRICS_INFLUX, Parsers::influx).orElse(null),
                sources.find(Setting.METRICS_INFLUX_TOKEN, text -> text).orElse(null),
                sources.find(Setting.METRICS_OTLP, Parsers::httpUri).orElse(null),
                sources.find(Setting.METRICS_EVERY, Parsers::someTime).orElse(MetricsPush.DEFAULT_INTERVAL));
    }

    /** Null where it is off. */
    private static DockerConfig.Wishes docker(Sources sources) {
        Optional<DockerConfig.Which> which =
                sources.find(Setting.DOCKER, Parsers::containers).flatMap(w -> w);
        DockerConfig.Reached reached = sources.find(Setting.DOCKER_ADDRESSES, Parsers::containerAddresses)
                .orElse(DockerConfig.Reached.AT_HOST);
        Path socket = Optional.ofNullable(file(sources, Setting.DOCKER_SOCKET)).orElse(DockerConfig.DEFAULT_SOCKET);
        need(sources, Setting.DOCKER_SOCKET, Setting.DOCKER);
        need(sources, Setting.DOCKER_ADDRESSES, Setting.DOCKER);
        return which.map(w -> new DockerConfig.Wishes(w, reached, socket)).orElse(null);
    }

    private static Path file(Sources sources, Setting setting) {
        return sources.find(setting, Parsers::path)
                .map(p -> p.toAbsolutePath().normalize())
                .orElse(null);
    }

    private static void need(Sources sources, Setting one, Setting other) {
        if (sources.asked().contains(one) && !sources.asked().contains(other)) {
            sources.mistakes().add(sources.where(one) + ": needs " + other.option() + ", too");
        }
    }

    private static LedgerBounds bounds(Sources sources) {
        LedgerBounds byDefault = LedgerBounds.DEFAULT;
        return new LedgerBounds(
                sources.find(Setting.LEDGER_HISTORY_AGE, Parsers::time).orElse(byDefault.historyAge()),
                sources.find(Setting.LEDGER_HISTORY_SIZE, Parsers::size).orElse(byDefault.historyBytes()),
                sources.find(Setting.LEDGER_DISK_FLOOR, Parsers::size).orElse(byDefault.diskFloor()));
    }

    private static void crossCheck(NodeConfig node, Sources sources) {
        checkVoters(node, sources);
        HostPort vote = node.voters().get(node.name());
        if (vote != null && vote.port() != node.ports().ledger()) {
            sources.mistakes()
                    .add(sources.where(Setting.LEDGER_PORT) + ": "
                            + node.ports().ledger() + " is not what the voters are told of " + node.name() + ", " + vote
                            + ": make them the same");
        }
        Map<Integer, Setting> taken = new HashMap<>();
        Map<Setting, Integer> ports = new EnumMap<>(Map.of(
                Setting.GATEWAY_PORT, node.ports().gateway(),
                Setting.CONTROL_PORT, node.ports().control(),
                Setting.CLUSTER_PORT, node.ports().cluster(),
                Setting.LEDGER_PORT, node.ports().ledger(),
                Setting.DNS_PORT, node.ports().dns()));
        if (node.gateway().tls() != null) {
            ports.put(Setting.TLS_PORT, node.gateway().tls().port());
        }
        if (node.gateway().h2cPort() != null) {
            ports.put(Setting.GATEWAY_H2C_PORT, node.gateway().h2cPort());
        }
        ports.keySet().retainAll(sources.asked());
        ports.forEach((setting, port) -> {
            Setting other = taken.putIfAbsent(port, setting);
            if (other != null) {
                sources.mistakes()
                        .add(sources.where(setting) + ": " + port + " is the " + other.key() + " too: give another");
            }
        });
    }

    private static void checkVoters(NodeConfig node, Sources sources) {
        int voters = node.voters().size();
        if (voters > 0 && node.ledgerPostgres() != null) {
            sources.mistakes()
                    .add(sources.where(Setting.VOTERS) + ": voters keep the ledger themselves, and "
                            + sources.where(Setting.LEDGER_POSTGRES_URI)
                            + " puts it into PostgreSQL: give one of the two");
            return;
        }
        if (voters > 0 && voters % 2 == 0) {
            sources.mistakes()
                    .add(sources.where(Setting.VOTERS) + ": " + voters + " voters survive no more failures than "
                            + (voters - 1) + " would: give an odd number");
        }
        if (voters > 0 && !node.voters().containsKey(node.name()) && node.join().isEmpty()) {
            sources.mistakes()
                    .add(sources.where(Setting.VOTERS) + ": " + node.name()
                            + " is none of them and joins nobody, so it would found a ledger of its own: name it, or give "
                            + Setting.JOIN.option());
        }
    }
}
