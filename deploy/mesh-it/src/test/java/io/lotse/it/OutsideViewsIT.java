package io.lotse.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import io.lotse.testfaults.FreePorts;
import io.lotse.testfaults.NeedsProgram;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** What deploy/prometheus and deploy/grafana look at is there on a node that serves, and Prometheus takes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutsideViewsIT {
    private static final Path PROMETHEUS = Lotse.ROOT.resolve("deploy").resolve("prometheus");
    private static final Path DASHBOARDS =
            Lotse.ROOT.resolve("deploy").resolve("grafana").resolve("dashboards");
    private static final Pattern LABELS = Pattern.compile("\\{([^}]*)}");
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:lotse|process|jvm|vertx)_[a-z0-9_]+|up)\\b(?:\\{([^}]*)})?(?!:)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*([a-z_]+)\\s*}}");
    private static final Pattern ANNOTATED = Pattern.compile("\\$labels\\.([a-z_]+)");
    /** Prometheus gives these to what it scrapes, from what the node tells it of targets. */
    private static final Set<String> OF_TARGETS = Set.of("job", "instance", "lotse_node", "lotse_host");

    private static final String HEALTH =
            """
            {"status": "up", "version": "1.0", "uptime": 5, "cpu": 0.25, "memory_bytes": 100, "memory_limit_bytes": 400,
             "database_load": 0.5, "queued": 3, "checks": []}""";

    private static final String ALWAYS =
            """
            groups:
              - name: always
                interval: 1s
                rules:
                  - alert: PointedHere
                    expr: vector(1)
                    labels: {severity: info}
                    annotations: {summary: it always holds}
            """;

    private static final String POINTED =
            """
            rule_files: [rules.yml]
            alerting:
              alertmanagers:
                - static_configs: [{targets: ["NODE"]}]
            """;

    private Mesh mesh;
    private NodeProcess node;
    private HttpServer service;

    @BeforeAll
    void serve(@TempDir Path home) throws IOException {
        mesh = new Mesh(home);
        node = mesh.start("a");
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        service.createContext("/", exchange -> {
            byte[] text = HEALTH.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        service.start();
        JsonObject wish = new JsonObject()
                .put("service_name", "orders")
                .put("port", service.getAddress().getPort())
                .put("health_path", "/health")
                .put("metadata", new JsonObject().put("metrics_path", "/prometheus"));
        assertThat(Http.post(node.control() + "/api/v1/ipmanager/register", wish)
                        .statusCode())
                .isEqualTo(201);
        assertThat(mesh.lotse()
                        .run("thresholds", "set", "--control", node.control(), "--service", "orders", "--path", "/pay")
                        .exitCode())
                .isZero();
    }

    @AfterAll
    void stop() {
        service.stop(0);
        mesh.close();
    }

    @Test
    void everyMetricAndLabelOfTheDashboardsAndRulesIsThereOnANodeThatServes() throws IOException {
        List<Expression> expressions = new ArrayList<>(dashboardExpressions());
        expressions.addAll(ruleExpressions());
        assertThat(expressions).hasSizeGreaterThan(80);

        soon(() -> {
            assertThat(Http.status(node.gateway() + "/api/orders/pay")).isEqualTo(200);
            Map<String, Set<String>> page = page();
            assertThat(mistakes(expressions, page)).isEmpty();
        });
    }

    @Test
    void tellsPrometheusWhatToScrape() {
        JsonArray nodes = new JsonArray(
                Http.get(node.control() + "/api/v1/prometheus/nodes").body());
        JsonArray services = new JsonArray(
                Http.get(node.control() + "/api/v1/prometheus/services").body());

        assertThat(nodes).hasSize(1);
        assertThat("http://" + nodes.getJsonObject(0).getJsonArray("targets").getString(0))
                .isEqualTo(node.control());
        assertThat(nodes.getJsonObject(0).getJsonObject("labels").getString("lotse_node"))
                .isEqualTo("a");
        assertThat(services).hasSize(1);
        assertThat(services.getJsonObject(0).getJsonArray("targets").getString(0))
                .isEqualTo("127.0.0.1:" + service.getAddress().getPort());
        assertThat(services.getJsonObject(0).getJsonObject("labels").getString("__metrics_path__"))
                .isEqualTo("/prometheus");
    }

    @Test
    @NeedsProgram(value = MetricsIT.PROMTOOL, install = "apt-get install prometheus")
    void promtoolTakesTheConfigurationAndTheRulesDoWhatTheirTestsSay() throws Exception {
        assertThat(promtool("check", "config", "prometheus.yml")).isEmpty();
        assertThat(promtool("test", "rules", "tests/lotse_test.yml")).isEmpty();
    }

    @Test
    @NeedsProgram(value = "prometheus", install = "apt-get install prometheus")
    void aPrometheusThatIsPointedAtANodeTellsItOfItsAlerts(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("rules.yml"), ALWAYS);
        Files.writeString(
                folder.resolve("prometheus.yml"),
                POINTED.replace("NODE", URI.create(node.control()).getAuthority()));
        // it drops what it would tell before it knows whom to tell, and tells it again after the delay
        Process prometheus = new ProcessBuilder(
                        NeedsProgram.Condition.find("prometheus").orElseThrow().toString(),
                        "--config.file=prometheus.yml",
                        "--storage.tsdb.path=data",
                        "--rules.alert.resend-delay=1s",
                        "--web.listen-address=127.0.0.1:" + FreePorts.next())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            soon(() -> assertThat(Http.get(node.control() + "/api/v1/alerts").body())
                    .contains("PointedHere", "it always holds"));
        } finally {
            prometheus.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void everyAlertIsTriedByATestOfTheRules() throws IOException {
        Set<String> alerts = new TreeSet<>();
        rules().forEach(rule -> {
            if (rule.containsKey("alert")) {
                alerts.add((String) rule.get("alert"));
            }
        });
        String tests = Files.readString(PROMETHEUS.resolve("tests").resolve("lotse_test.yml"));

        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> assertThat(tests)
                .contains("alertname: " + alert + "\n"));
    }

    /**
     * An expression of a dashboard or a rule.
     *
     * @param shown what is shown of its labels
     */
    private record Expression(String text, String shown) {}

    /** What expressions name that is not there; empty if all is. */
    private static List<String> mistakes(List<Expression> expressions, Map<String, Set<String>> page) {
        List<String> mistakes = new ArrayList<>();
        for (Expression each : expressions) {
            String expression = each.text();
            Set<String> there = new TreeSet<>(OF_TARGETS);
            Matcher metric = METRIC.matcher(GROUPED.matcher(expression).replaceAll(""));
            while (metric.find()) {
                Set<String> labels = page.get(metric.group(1));
                if (labels == null) {
                    mistakes.add(metric.group(1) + " is not there: " + expression);
                    continue;
                }
                there.addAll(labels);
                Matcher label = LABEL.matcher(metric.group(2) == null ? "" : metric.group(2));
                while (label.find()) {
                    if (!labels.contains(label.group(1)) && !OF_TARGETS.contains(label.group(1))) {
                        mistakes.add(metric.group(1) + " has no label " + label.group(1) + ": " + expression);
                    }
                }
            }
            named(each).stream()
                    .filter(label -> !there.contains(label) && !expression.contains("lotse:"))
                    .forEach(label -> mistakes.add("nothing has the label " + label + ": " + expression));
        }
        return mistakes;
    }

    /** The labels that an expression groups by, or that are shown of it. */
    private static Set<String> named(Expression expression) {
        Set<String> labels = new TreeSet<>();
        Matcher grouped = GROUPED.matcher(expression.text());
        while (grouped.find()) {
            labels.addAll(List.of(grouped.group(1).split("\\s*,\\s*")));
        }
        for (Pattern shown : List.of(SHOWN, ANNOTATED)) {
            shown.matcher(expression.shown()).results().forEach(found -> labels.add(found.group(1)));
        }
        return labels;
    }

    /** The labels of each metric that the node shows. */
    private Map<String, Set<String>> page() {
        Map<String, Set<String>> metrics = new HashMap<>();
        // Prometheus' own
        metrics.put("up", OF_TARGETS);
        Http.get(node.control() + "/metrics")
                .body()
                .lines()
                .filter(l -> !l.startsWith("#"))
                .forEach(line -> {
                    int end = line.indexOf('{') < 0 ? line.indexOf(' ') : line.indexOf('{');
                    Set<String> labels = metrics.computeIfAbsent(line.substring(0, end), m -> new TreeSet<>());
                    Matcher inBraces = LABELS.matcher(line);
                    if (line.charAt(end) == '{' && inBraces.find()) {
                        LABEL.matcher(inBraces.group(1)).results().forEach(label -> labels.add(label.group(1)));
                    }
                });
        return metrics;
    }

    private static List<Expression> dashboardExpressions() throws IOException {
        List<Expression> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file : files.toList()) {
                JsonObject dashboard = new JsonObject(Files.readString(file));
                for (Object panel : dashboard.getJsonArray("panels")) {
                    for (Object target : ((JsonObject) panel).getJsonArray("targets")) {
                        JsonObject shown = (JsonObject) target;
                        all.add(new Expression(shown.getString("expr"), shown.getString("legendFormat")));
                    }
                }
                for (Object variable : dashboard.getJsonObject("templating").getJsonArray("list")) {
                    String query = ((JsonObject) variable).getString("definition");
                    if (query != null) {
                        all.add(new Expression(
                                query.replaceFirst("label_values\\((\\w+), (\\w+)\\)", "max by ($2) ($1)"), ""));
                    }
                }
            }
        }
        return all;
    }

    private static List<Expression> ruleExpressions() throws IOException {
        return rules().stream()
                .map(rule -> new Expression((String) rule.get("expr"), String.valueOf(rule.get("annotations"))))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file =
                new Yaml().load(Files.readString(PROMETHEUS.resolve("rules").resolve("lotse.yml")));
        List<Map<String, Object>> groups = (List<Map<String, Object>>) file.get("groups");
        return groups.stream()
                .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                .toList();
    }

    /** What it complains of; nothing if all is well. */
    private static String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                NeedsProgram.Condition.find(MetricsIT.PROMTOOL).orElseThrow().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("promtool ends").isTrue();
        return process.exitValue() == 0 ? "" : said;
    }
}
