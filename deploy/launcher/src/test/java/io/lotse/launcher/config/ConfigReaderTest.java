package io.lotse.launcher.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.gateway.GatewayConfig;
import io.lotse.gateway.TracingConfig;
import io.lotse.kubernetes.KubernetesConfig;
import io.lotse.launcher.config.ConfigReader.Configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigReaderTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("lotse.yaml");
    }

    @Test
    void everythingHasADefault() throws Exception {
        NodeConfig node = read(Map.of(), Map.of(), "").node();

        assertThat(node.mode()).isEqualTo(Mode.DEVELOPMENT);
        assertThat(node.address()).isEqualTo("127.0.0.1");
        assertThat(node.ports()).isEqualTo(new NodeConfig.Ports(8000, 8010, 5701, 5801, 8600));
        assertThat(node.name()).isEqualTo(node.host()).isNotBlank();
        assertThat(node.data()).isEqualTo(folder.resolve("home").resolve(node.name()));
        assertThat(node.roles()).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(node.join()).isEmpty();
        assertThat(node.founds()).isTrue();
    }

    @Test
    void routesMayStandAmongTheOtherSettings() throws Exception {
        String routes =
                """
                gateway_port: 8001
                routes:
                - name: robots
                  match: {path: /robots.txt}
                  answer: {status: 200}
                """;

        assertThat(read(Map.of(), Map.of(), routes).node().gateway().routes())
                .isEqualTo(new GatewayConfig.Routes(file, true));
        assertThat(read(Map.of(Setting.ROUTES, "other.yaml"), Map.of(), routes)
                        .node()
                        .gateway()
                        .routes())
                .isEqualTo(new GatewayConfig.Routes(Path.of("other.yaml"), false));
        assertThat(read(Map.of(), Map.of(), "routes: other.yaml")
                        .node()
                        .gateway()
                        .routes())
                .isEqualTo(new GatewayConfig.Routes(Path.of("other.yaml"), false));
    }

    @Test
    void theNetworkToWatchStandsAmongTheOtherSettings() throws Exception {
        String network =
                """
                gateway_port: 8001
                network:
                  failures_until_offline: 4
                  targets:
                  - {name: web, axis: internet, tcp: "192.0.2.1:443", interval: 30s}
                """;

        assertThat(read(Map.of(), Map.of(), network).node().network()).satisfies(n -> {
            assertThat(n.failuresUntilOffline()).isEqualTo(4);
            assertThat(n.targets())
                    .filteredOn(t -> t.name().equals("web"))
                    .singleElement()
                    .satisfies(t -> assertThat(t.interval()).isEqualTo(Duration.ofSeconds(30)));
        });
        assertThat(
                        mistakes(
                                Map.of(),
                                Map.of(),
                                """
                gateway_port: many
                network: {targets: [{name: web, tcp: "192.0.2.1"}], lan: true}
                """))
                .anySatisfy(m -> assertThat(m).contains("gateway_port"))
                .anySatisfy(m -> assertThat(m).contains("network.targets[0]: tcp: is 192.0.2.1: give HOST:PORT"))
                .anySatisfy(m -> assertThat(m).contains("network.lan: is unknown here"));
    }

    @Test
    void theFormerMonitorsSettingsHoldWhereTheConfigurationSaysNothing() throws Exception {
        Path former = folder.resolve("system_config.json");
        Files.writeString(
                former,
                """
                {"ConnectionMonitor": {"Enabled": false, "CheckInterval": 30, "MaxRestartAttempts": 5, "Colour": "red"}}
                """);
        String network = "network: {recovery: {max_restart_attempts: 2}}";
        Map<Setting, String> named = Map.of(Setting.SYSTEM_CONFIG, former.toString());

        Configured alone = read(named, Map.of(), "");
        Configured both = read(named, Map.of(), network);

        assertThat(alone.node().roles()).isEqualTo(EnumSet.complementOf(EnumSet.of(Role.CONNECTION_MONITOR)));
        assertThat(alone.node().network().recovery().maxRestartAttempts()).isEqualTo(5);
        assertThat(both.node().network().recovery().maxRestartAttempts()).isEqualTo(2);
        assertThat(both.node().network().targets()).singleElement().satisfies(t -> assertThat(t.interval())
                .isEqualTo(Duration.ofSeconds(30)));
        assertThat(alone.warnings()).singleElement().satisfies(w -> assertThat(w)
                .startsWith(former + ": ConnectionMonitor.Colour: is not read"));
        assertThat(read(
                                Map.of(
                                        Setting.SYSTEM_CONFIG,
                                        former.toString(),
                                        Setting.ROLES,
                                        Role.CONNECTION_MONITOR.wireName()),
                                Map.of(),
                                "")
                        .node()
                        .roles())
                .contains(Role.CONNECTION_MONITOR);
    }

    @Test
    void aNamedFileOfTheFormerMonitorMustBeThere() {
        String missing = folder.resolve("system_config.json").toString();

        assertThat(mistakes(Map.of(Setting.SYSTEM_CONFIG, missing), Map.of(), ""))
                .containsExactly(missing + ": cannot be read: there is no such file");
    }

    @Test
    void mistakesOfRoutesAreToldWithAllOthers() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> read(
                        Map.of(),
                        Map.of(),
                        """
                gateway_port: many
                routes:
                - name: a
                  match: {path: a}
                  targets: [{service: s, waight: 2}]
                - name: b
                  policy: {timeouts: {total: -1}}
                  answer: {status: 200}
                api_keys: none
                """));

        assertThat(refused.getMessage())
                .contains("gateway_port")
                .contains("routes[0].match.path")
                .contains("routes[0].targets[0].waight")
                .contains("routes[1].policy.timeouts.total")
                .contains("api_keys: is no list");
    }

    @Test
    void anOptionCountsBeforeAVariableAndThatBeforeTheFile() throws Exception {
        Configured configured = read(
                Map.of(Setting.GATEWAY_PORT, "1111"),
                Map.of("LOTSE_GATEWAY_PORT", "2222", "LOTSE_CONTROL_PORT", "2223"),
                """
                gateway_port: 3333
                control_port: 3334
                cluster_port: 3335
                """);

        assertThat(configured.node().ports()).isEqualTo(new NodeConfig.Ports(1111, 2223, 3335, 5801, 8600));
        assertThat(configured.asked())
                .containsExactlyInAnyOrder(Setting.GATEWAY_PORT, Setting.CONTROL_PORT, Setting.CLUSTER_PORT);
    }

    @Test
    void everySettingMayStandInTheFile() throws Exception {
        Configured configured = read(
                Map.of(),
                Map.of(),
                """
                mode: production
                name: b
                data: /tmp/b
                host: h1
                address: 10.0.0.2
                join: [10.0.0.1:5701, "[::1]:5702"]
                voters: {a: 10.0.0.1:5801, b: 10.0.0.2:5802, c: 10.0.0.3:5803}
                roles: [ledger, gateway]
                detach: true
                """);

        NodeConfig node = configured.node();
        assertThat(node.mode()).isEqualTo(Mode.PRODUCTION);
        assertThat(node.data()).isEqualTo(Path.of("/tmp/b").toAbsolutePath());
        assertThat(node.join()).containsExactly(new HostPort("10.0.0.1", 5701), new HostPort("::1", 5702));
        assertThat(node.voters()).containsEntry("b", new HostPort("10.0.0.2", 5802));
        assertThat(node.ports().ledger()).as("as the voters are told").isEqualTo(5802);
        assertThat(node.roles()).containsExactlyInAnyOrder(Role.LEDGER, Role.GATEWAY);
        assertThat(node.founds()).isTrue();
        assertThat(configured.detach()).isTrue();
    }

    @Test
    void readsAfterHowLongAPortIsReclaimed() throws Exception {
        assertThat(read(Map.of(), Map.of(), "mode: test").node().reclaimAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(read(Map.of(), Map.of("LOTSE_RECLAIM_AFTER", "9"), "reclaim_after: 12")
                        .node()
                        .reclaimAfter())
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(mistakes(Map.of(Setting.RECLAIM_AFTER, "2"), Map.of(), "reclaim_after: 30s"))
                .anySatisfy(m -> assertThat(m).isEqualTo("--reclaim-after: 2 is no number of seconds from 3 to 86400"))
                .anySatisfy(m -> assertThat(m).endsWith("30s is no number of seconds from 3 to 86400"));
    }

    @Test
    void theLedgersDatabaseMayBeWrittenInThreeWays() throws Exception {
        String uri = "postgresql://lotse:hunter2@db.example/ledger";
        for (String yaml : List.of(
                "ledger_postgres_uri: " + uri,
                "ledger.postgres.uri: " + uri,
                "ledger:\n  postgres:\n    uri: " + uri + "\n  port: 5900\n")) {
            NodeConfig node = read(Map.of(), Map.of(), yaml).node();
            assertThat(node.ledgerPostgres().text()).isEqualTo(uri);
            assertThat(node.founds()).isFalse();
            assertThat(node.toString()).contains("db.example:5432/ledger").doesNotContain("hunter2");
        }
        assertThat(mistakes(
                        Map.of(), Map.of(), "ledger_postgres_uri: " + uri + "\nledger: {postgres: {uri: x}, prot: 1}"))
                .anySatisfy(m -> assertThat(m).contains("ledger.postgres.uri: says the same as"))
                .anySatisfy(m -> assertThat(m).contains("ledger.prot: is no setting: did you mean ledger_port?"));
    }

    @Test
    void aDatabaseForTheLedgerAndVotersExcludeEachOther() {
        assertThat(mistakes(
                        Map.of(),
                        Map.of("LOTSE_LEDGER_POSTGRES_URI", "postgresql://lotse@db/ledger", "LOTSE_NAME", "a"),
                        "voters: {a: 127.0.0.1:5801}"))
                .singleElement()
                .asString()
                .contains("LOTSE_LEDGER_POSTGRES_URI puts it into PostgreSQL: give one of the two");
    }

    @Test
    void noMistakeShowsAPassword() {
        assertThat(mistakes(
                        Map.of(Setting.LEDGER_POSTGRES_URI, "postgresql://lotse:hunter2@db"),
                        Map.of("LOTSE_LEDGER_POSTGRES_URI", "lotse:hunter2@db"),
                        "ledger_postgres_uri: mysql://lotse:hunter2@db/x"))
                .hasSize(3)
                .allSatisfy(m -> assertThat(m).doesNotContain("hunter2").contains("postgresql://USER:PASSWORD@"));
    }

    @Test
    void tellsAllMistakesAtOnceEachWithItsPlace() {
        List<String> mistakes = mistakes(
                Map.of(Setting.MODE, "prod"),
                Map.of("LOTSE_JOIN", "nowhere", "LOTSE_CONTROL_PORT", "x"),
                """
                gateway_port: 70000
                gateway_prot: 8000
                roles: [gateway, cook]
                cluster_port: 0
                """);

        assertThat(mistakes)
                .containsExactlyInAnyOrder(
                        "--mode: prod is no mode: did you mean production? There is development, test, production",
                        "LOTSE_JOIN: nowhere is no address: give HOST:PORT, such as 127.0.0.1:5701",
                        "LOTSE_CONTROL_PORT: x is no port: give 1 to 65535",
                        file + ": gateway_port: 70000 is no port: give 1 to 65535",
                        file + ": gateway_prot: is no setting: did you mean gateway_port? There is "
                                + String.join(", ", Setting.keys()),
                        file + ": roles: cook is no role: there is "
                                + Arrays.stream(Role.values())
                                        .map(Role::wireName)
                                        .collect(Collectors.joining(", ")),
                        file + ": cluster_port: 0 is no port: give 1 to 65535");
    }

    @Test
    void registersContainersOnlyWhereItIsToldTo() {
        assertThat(mistakes(Map.of(Setting.DOCKER, "some"), Map.of("LOTSE_DOCKER_ADDRESSES", "there"), ""))
                .containsExactlyInAnyOrder(
                        "--docker: some is no choice of containers: give all, labelled or off",
                        "LOTSE_DOCKER_ADDRESSES: there is no place to reach containers: give host or container");
        assertThat(mistakes(Map.of(), Map.of(), "docker_socket: /run/user/1000/docker.sock\n"))
                .containsExactly(file + ": docker_socket: needs --docker, too");
    }

    @Test
    void theFormerMonitorsPortForwardsHoldUnlessTheConfigurationHasOneOfTheSameName() throws Exception {
        Path former = Files.writeString(
                folder.resolve("former.json"),
                """
                {"ConnectionMonitor": {"ServicesToMonitor": ["frontend"], "PortForwardConfig": {
                  "frontend": {"PrimaryPort": 8080, "AlternativePorts": [8081, 8082, 8083, 8084]},
                  "grafana": {"PrimaryPort": 3000, "AlternativePorts": [3001]}}}}
                """);

        Configured configured = read(
                Map.of(Setting.SYSTEM_CONFIG, former.toString()),
                Map.of(),
                """
                port_forwards:
                  grafana: {port: 3100, namespace: monitoring, service: grafana-ui, service_port: http}
                """);

        assertThat(configured.warnings()).isEmpty();
        assertThat(configured.node().kubernetes().restarts()).containsExactly("frontend");
        assertThat(configured.node().kubernetes().forwards())
                .containsExactlyInAnyOrder(
                        new KubernetesConfig.PortForward(
                                "frontend", null, "frontend", null, List.of(8080, 8081, 8082, 8083, 8084)),
                        new KubernetesConfig.PortForward("grafana", "monitoring", "grafana-ui", "http", List.of(3100)));
        assertThat(configured.node().runs(Role.KUBERNETES)).isTrue();
        assertThat(mistakes(Map.of(), Map.of(), "port_forwards: {a: 1, b: {port: 0}, c: {prot: 1}}\n"))
                .containsExactlyInAnyOrder(
                        file + ": port_forwards.a: is no port-forward: give it a port",
                        file + ": port_forwards.b: port: is 0: give 1 to 65535",
                        file
                                + ": port_forwards.c.prot: is unknown here: there is alternatives, namespace, port, service,"
                                + " service_port");
    }

    @Test
    void aClusterIsLeftAloneUnlessSomethingIsAskedOfIt() throws Exception {
        KubernetesConfig.Wishes none = read(Map.of(), Map.of(), "").node().kubernetes();
        KubernetesConfig.Wishes some = read(
                        Map.of(Setting.KUBERNETES, "labelled"),
                        Map.of("LOTSE_KUBERNETES_CLUSTER", "east"),
                        "kubernetes_namespaces: [shop, billing]\nkubernetes_context: there\n")
                .node()
                .kubernetes();

        assertThat(none.some()).isFalse();
        assertThat(some.which()).isEqualTo(KubernetesConfig.Which.LABELLED);
        assertThat(some.access()).isEqualTo(new KubernetesConfig.Access(null, "there", "east"));
        assertThat(some.namespaces()).containsExactly("shop", "billing");
        assertThat(mistakes(
                        Map.of(Setting.KUBERNETES, "some"),
                        Map.of("LOTSE_KUBERNETES_NAMESPACES", "Shop"),
                        "kubernetes_context: there\n"))
                .containsExactly(
                        "--kubernetes: some is no choice of Services: give all, labelled or off",
                        "LOTSE_KUBERNETES_NAMESPACES: Shop is no namespace: give the name of one, such as shop");
        assertThat(mistakes(Map.of(), Map.of(), "kubernetes_context: there\n"))
                .containsExactly(file + ": kubernetes_context: needs --kubernetes, too");
    }

    @Test
    void tellsAMistakeThatAnOptionWouldHide() {
        assertThat(mistakes(Map.of(Setting.GATEWAY_PORT, "8000"), Map.of("LOTSE_GATEWAY_PORT", "-1"), ""))
                .containsExactly("LOTSE_GATEWAY_PORT: -1 is no port: give 1 to 65535");
    }

    @Test
    void tellsTheLineOfAFileThatIsNoYaml() {
        assertThat(mistakes(Map.of(), Map.of(), "name: a\njoin: [1, 2\n"))
                .singleElement()
                .asString()
                .startsWith(file + ": line ")
                .contains("is no YAML");
    }

    @Test
    void refusesAKeyThatStandsThereTwice() {
        assertThat(mistakes(Map.of(), Map.of(), "name: a\nname: b\n"))
                .singleElement()
                .asString()
                .contains("Duplicate field 'name'");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> reader(Map.of()).read(Map.of(), folder.resolve("none.yaml")));

        assertThat(e.mistakes())
                .containsExactly(folder.resolve("none.yaml") + ": cannot be read: there is no such file");
    }

    @Test
    void refusesAFileThatIsNoText() throws Exception {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});

        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> reader(Map.of()).read(Map.of(), file));
        ConfigException ofFolder = catchThrowableOfType(
                ConfigException.class, () -> reader(Map.of()).read(Map.of(), folder));

        assertThat(e.mistakes()).containsExactly(file + ": cannot be read: it is no text in UTF-8");
        assertThat(ofFolder.mistakes()).containsExactly(folder + ": cannot be read: it is a folder");
    }

    @Test
    void tellsThePathOfAValueThatIsNestedTooDeep() {
        assertThat(mistakes(Map.of(), Map.of(), "join: [{a: 1}]\nvoters: {a: {b: c}}\n"))
                .containsExactlyInAnyOrder(
                        file + ": join[0]: is no plain value", file + ": voters.a: is no plain value");
    }

    @Test
    void refusesVotersInAnEvenNumberAndAFounderBesideThem() {
        assertThat(mistakes(
                        Map.of(Setting.NAME, "c", Setting.VOTERS, "a=127.0.0.1:5801,b=127.0.0.1:5802"), Map.of(), ""))
                .satisfiesExactlyInAnyOrder(
                        mistake -> assertThat(mistake)
                                .startsWith("--voters: 2 voters")
                                .endsWith("give an odd number"),
                        mistake -> assertThat(mistake).startsWith("--voters: c is none of them and joins nobody"));
    }

    @Test
    void anEmptyVariableIsNone() throws Exception {
        assertThat(read(Map.of(), Map.of("LOTSE_JOIN", "", "LOTSE_MODE", " "), "")
                        .asked())
                .isEmpty();
    }

    @Test
    void refusesAnAddressThatOthersCannotBeTold() {
        assertThat(mistakes(Map.of(Setting.ADDRESS, "0.0.0.0"), Map.of(), ""))
                .containsExactly("--address: 0.0.0.0 is every interface, and others cannot be told it: give the"
                        + " address of one");
    }

    @Test
    void refusesOnePortForTwoListeners() {
        assertThat(mistakes(Map.of(Setting.GATEWAY_PORT, "9000", Setting.CONTROL_PORT, "9000"), Map.of(), ""))
                .containsExactly("--control-port: 9000 is the gateway_port too: give another");
    }

    @Test
    void refusesALedgerPortThatTheVotersAreNotTold() {
        assertThat(mistakes(
                        Map.of(Setting.NAME, "a", Setting.VOTERS, "a=127.0.0.1:5801", Setting.LEDGER_PORT, "5900"),
                        Map.of(),
                        ""))
                .containsExactly("--ledger-port: 5900 is not what the voters are told of a, 127.0.0.1:5801: make them"
                        + " the same");
    }

    @Test
    void listensForTlsWhereThereIsACertificate() throws Exception {
        NodeConfig node = read(
                        Map.of(Setting.TLS_CERT, "/c.pem", Setting.TLS_REDIRECT, "true"),
                        Map.of("LOTSE_TLS_KEY", "/k.pem"),
                        "tls_certs: /more\n")
                .node();

        assertThat(node.gateway().tls())
                .isEqualTo(new GatewayConfig.Tls(8443, Path.of("/c.pem"), Path.of("/k.pem"), Path.of("/more"), true));
        assertThat(read(Map.of(), Map.of(), "").node().gateway().tls()).isNull();
    }

    @Test
    void readsTheNetworksOfProxiesAndRefusesWhatIsNone() throws Exception {
        assertThat(read(Map.of(), Map.of(), "trusted_proxies: [10.0.0.0/8, 192.0.2.7]\n")
                        .node()
                        .gateway()
                        .trustedProxies())
                .containsExactly("10.0.0.0/8", "192.0.2.7");
        assertThat(mistakes(Map.of(Setting.TRUSTED_PROXIES, "10.0.0.0/40"), Map.of(), ""))
                .containsExactly(
                        "--trusted-proxies: 10.0.0.0/40 is no network: give one such as 10.0.0.0/8 or 192.0.2.7");
    }

    @Test
    void readsTheGatewaysLimitsAndRefusesAllThatCannotBe() throws Exception {
        NodeConfig.Gateway gateway = read(
                        Map.of(Setting.GATEWAY_MAX_URL, "4KB", Setting.GATEWAY_CACHE, "64MB"),
                        Map.of("LOTSE_GATEWAY_MAX_HEADERS", "8KB", "LOTSE_GATEWAY_MAX_CONNECTIONS", "5000"),
                        "gateway_head_timeout: 3s\ngateway_send_timeout: 2m\ngateway_max_connections_per_client: 100\n")
                .node()
                .gateway();

        assertThat(gateway.limits())
                .isEqualTo(new GatewayConfig.Limits(
                        4_096, 8_192, Duration.ofSeconds(3), Duration.ofMinutes(2), 5_000, 100));
        assertThat(gateway.cacheBytes()).isEqualTo(64L << 20);
        assertThat(mistakes(
                        Map.of(
                                Setting.GATEWAY_MAX_URL,
                                "9999GB",
                                Setting.GATEWAY_HEAD_TIMEOUT,
                                "0s",
                                Setting.GATEWAY_MAX_CONNECTIONS,
                                "-1"),
                        Map.of(),
                        ""))
                .containsExactlyInAnyOrder(
                        "--gateway-max-url: 9999GB is out of bounds: give 1KB to 1MB",
                        "--gateway-head-timeout: 0s is out of bounds: give 1s to 1h",
                        "--gateway-max-connections: -1 is no number of connections: give 0 to 9999999");
    }

    @Test
    void readsWhatIsLoggedOfRequests(@TempDir Path logs) throws Exception {
        assertThat(read(Map.of(), Map.of(), "").node().gateway().accessLog()).isNull();
        assertThat(read(Map.of(Setting.ACCESS_LOG, "-"), Map.of(), "")
                        .node()
                        .gateway()
                        .accessLog())
                .isEqualTo(new AccessLogSettings(null, false, 1, Duration.ofSeconds(1), false, 512L << 20));
        assertThat(read(
                                Map.of(Setting.ACCESS_LOG, logs.resolve("a.log").toString()),
                                Map.of("LOTSE_ACCESS_LOG_QUERY", "true"),
                                "access_log_format: combined\naccess_log_share: 0.01\n"
                                        + "access_log_slow: 2s\naccess_log_size: 1GB\n")
                        .node()
                        .gateway()
                        .accessLog())
                .isEqualTo(new AccessLogSettings(
                        logs.resolve("a.log"), true, 0.01, Duration.ofSeconds(2), true, 1L << 30));
    }

    @Test
    void readsWhereSpansGo() throws Exception {
        assertThat(read(Map.of(), Map.of(), "").node().gateway().tracing()).isNull();
        assertThat(read(Map.of(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"), "trace_share: 0.1\n")
                        .node()
                        .gateway()
                        .tracing())
                .isEqualTo(new TracingConfig(URI.create("http://c:4318"), 0.1));
        assertThat(read(
                                Map.of(Setting.OTLP_ENDPOINT, "https://mine/otlp"),
                                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"),
                                "server_timing: true\n")
                        .node()
                        .gateway())
                .matches(NodeConfig.Gateway::serverTiming)
                .extracting(NodeConfig.Gateway::tracing)
                .isEqualTo(new TracingConfig(URI.create("https://mine/otlp"), 1));
    }

    @Test
    void readsHowOftenInstancesAreChecked() throws Exception {
        assertThat(read(Map.of(), Map.of(), "").node().healthInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read(Map.of(), Map.of(), "health_interval: 10s\n").node().healthInterval())
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(mistakes(Map.of(Setting.HEALTH_INTERVAL, "2h"), Map.of(), ""))
                .containsExactly("--health-interval: 2h is out of bounds: give 1s to 1h");
    }

    @Test
    void readsWhereFiguresAreSent() throws Exception {
        assertThat(read(Map.of(), Map.of(), "").node().metricsPush()).isEqualTo(MetricsPush.NONE);
        assertThat(read(
                                Map.of(Setting.METRICS_INFLUX, "http://db:8086?org=acme&bucket=lotse"),
                                Map.of("LOTSE_METRICS_INFLUX_TOKEN", "secret"),
                                "metrics_otlp: http://c:4318\nmetrics_every: 10s\n")
                        .node()
                        .metricsPush())
                .isEqualTo(new MetricsPush(
                        URI.create("http://db:8086?org=acme&bucket=lotse"),
                        "secret",
                        URI.create("http://c:4318"),
                        Duration.ofSeconds(10)));
        assertThat(mistakes(Map.of(Setting.METRICS_INFLUX, "http://db:8086"), Map.of(), ""))
                .containsExactly("--metrics-influx: http://db:8086 does not say where in InfluxDB: end it with"
                        + " ?org=ORG&bucket=BUCKET, or with ?db=DB for version 1");
        assertThat(mistakes(Map.of(Setting.METRICS_EVERY, "0s"), Map.of(), "")).hasSize(1);
    }

    @Test
    void refusesACollectorThatCannotBe() {
        assertThat(mistakes(Map.of(Setting.OTLP_ENDPOINT, "c:4318"), Map.of(), ""))
                .containsExactly("--otlp-endpoint: c:4318 is no address of a server for HTTP: give http://HOST:PORT");
        assertThat(mistakes(Map.of(Setting.TRACE_SHARE, "0.5"), Map.of(), ""))
                .containsExactly("--trace-share: needs --otlp-endpoint, too");
    }

    @Test
    void refusesAnAccessLogThatCannotBe(@TempDir Path logs) {
        Path nowhere = logs.resolve("none");
        assertThat(mistakes(
                        Map.of(
                                Setting.ACCESS_LOG, nowhere.resolve("a.log").toString(),
                                Setting.ACCESS_LOG_FORMAT, "xml",
                                Setting.ACCESS_LOG_SHARE, "2",
                                Setting.ACCESS_LOG_SIZE, "1KB",
                                Setting.ACCESS_LOG_SLOW, "0s"),
                        Map.of(),
                        ""))
                .containsExactlyInAnyOrder(
                        "--access-log: " + nowhere + " is no folder that can be written to: make it",
                        "--access-log-format: xml is no format: give json or combined",
                        "--access-log-share: 2 is no share: give 0 to 1, such as 0.01",
                        "--access-log-size: 1KB is too little for a log: give 1MB or more",
                        "--access-log-slow: 0s is no time at all: give 1s or more");
        assertThat(mistakes(Map.of(Setting.ACCESS_LOG_SHARE, "0.5"), Map.of(), ""))
                .containsExactly("--access-log-share: there is no access log: give --access-log, too");
    }

    @Test
    void refusesHalfACertificateAndTlsWithoutOne() {
        assertThat(mistakes(Map.of(Setting.TLS_CERT, "c.pem"), Map.of(), ""))
                .containsExactly("--tls-cert: needs --tls-key, too");
        assertThat(mistakes(Map.of(Setting.TLS_KEY, "k.pem"), Map.of(), ""))
                .contains("--tls-key: needs --tls-cert, too");
        assertThat(mistakes(Map.of(Setting.TLS_PORT, "8443"), Map.of(), ""))
                .containsExactly("--tls-port: there is no TLS without a certificate: give --tls-cert or --tls-certs");
    }

    @Test
    void makesTheHostsNameSafe() {
        assertThat(HostName.safe("my host/ü\n")).isEqualTo("my-host--");
        assertThat(HostName.safe("--")).isEqualTo("localhost");
        assertThat(HostName.safe("x".repeat(100))).hasSize(63);
    }

    private List<String> mistakes(Map<Setting, String> options, Map<String, String> environment, String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(options, environment, yaml))
                .mistakes();
    }

    private Configured read(Map<Setting, String> options, Map<String, String> environment, String yaml)
            throws ConfigException, IOException {
        Files.writeString(file, yaml);
        return reader(environment).read(options, file);
    }

    private ConfigReader reader(Map<String, String> environment) {
        return new ConfigReader(environment, new LotseHome(folder.resolve("home")));
    }
}
