package io.lotse.supervisor;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one service of a {@code services.yaml}. */
final class ServiceReader {
    static final List<String> SIGNALS = List.of("TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "WINCH", "KILL");

    private static final List<String> KEYS = List.of(
            "command",
            "folder",
            "environment",
            "port",
            "health",
            "depends_on",
            "restart",
            "network",
            "stop_signal",
            "stop_grace",
            "startup_timeout",
            "limits",
            "log",
            "type",
            "lotse_environment");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final YamlTree tree;
    private final String path;
    private final Path above;
    private final String inEnvironment;

    /**
     * @param tree takes mistakes
     * @param path where it stands
     * @param above what its folder is relative to
     * @param inEnvironment the environment of the whole set; null for the node's
     */
    ServiceReader(YamlTree tree, String path, Path above, String inEnvironment) {
        this.tree = tree;
        this.path = path;
        this.above = above;
        this.inEnvironment = inEnvironment;
    }

    ServicesConfig.Service read(String name, Node node) {
        Fields fields = Fields.of(tree, path, node, KEYS);
        List<String> command = new CommandReader(tree, path).read(node, fields.node("command"));
        Map<String, String> environment = environment(fields.node("environment"));
        List<ServicesConfig.Dependency> dependsOn = dependsOn(node, fields, command, environment);
        ServicesConfig.Port port = new PortReader(tree, fields.path("port")).read(fields.node("port"));
        ServicesConfig.Health health = health(fields.node("health"));
        if (port == null && health != null) {
            tree.mistake(fields.node("health"), fields.path("health"), "needs a port to be asked at, and port is none");
        }
        String lotseEnvironment = fields.text("lotse_environment");
        return new ServicesConfig.Service(
                name,
                command,
                folder(fields),
                environment,
                port,
                health,
                dependsOn,
                fields.choice("restart", RestartConfig.Policy::ofOption, "give no, on-failure or always")
                        .orElse(RestartConfig.Policy.ON_FAILURE),
                new AxesReader(tree, fields.path("network")).read(fields.node("network")),
                fields.choice("stop_signal", ServiceReader::signal, "give one of " + String.join(", ", SIGNALS))
                        .orElse("TERM"),
                fields.time("stop_grace").orElse(Duration.ofSeconds(10)),
                fields.time("startup_timeout").orElse(Duration.ofSeconds(60)),
                limits(fields.node("limits")),
                log(fields.node("log")),
                fields.text("type"),
                lotseEnvironment == null ? inEnvironment : lotseEnvironment);
    }

    private List<ServicesConfig.Dependency> dependsOn(
            Node service, Fields fields, List<String> command, Map<String, String> environment) {
        NeedsReader needs = new NeedsReader(tree, path);
        List<ServicesConfig.Dependency> dependsOn = needs.read(fields.node("depends_on"));
        List<String> texts = new ArrayList<>(command);
        texts.addAll(environment.values());
        needs.check(service, texts, dependsOn);
        return dependsOn;
    }

    private String folder(Fields fields) {
        String given = fields.text("folder");
        try {
            return given == null
                    ? above.toString()
                    : above.resolve(given).normalize().toString();
        } catch (InvalidPathException e) {
            tree.mistake(fields.node("folder"), fields.path("folder"), given + " is no path: " + e.getReason());
            return above.toString();
        }
    }

    private Map<String, String> environment(Node node) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (node == null) {
            return variables;
        }
        String where = path + ".environment";
        tree.fields(node, where).forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches()) {
                tree.mistake(value, where, name + " is no name of a variable");
            }
            String text = tree.text(value, where + "." + name);
            variables.put(name, text == null ? "" : text);
        });
        return variables;
    }

    private ServicesConfig.Health health(Node node) {
        if (node == null) {
            return null;
        }
        String where = path + ".health";
        Duration interval = Duration.ofSeconds(1);
        Duration timeout = Duration.ofSeconds(2);
        String asked;
        if (node instanceof MappingNode) {
            Fields fields = Fields.of(tree, where, node, List.of("path", "interval", "timeout"));
            asked = fields.text("path");
            interval = fields.time("interval").orElse(interval);
            timeout = fields.time("timeout").orElse(timeout);
        } else {
            asked = tree.text(node, where);
        }
        if (asked == null || !asked.startsWith("/")) {
            tree.mistake(node, where, asked + " is no path: give one such as /health");
        }
        return new ServicesConfig.Health(asked, interval, timeout);
    }

    private ServicesConfig.Limits limits(Node node) {
        if (node == null) {
            return ServicesConfig.Limits.NONE;
        }
        Fields fields =
                Fields.of(tree, path + ".limits", node, List.of("memory", "open_files", "processes", "cpu_time"));
        return new ServicesConfig.Limits(
                fields.size("memory", 1 << 20).orElse(null),
                fields.number("open_files").orElse(null),
                fields.number("processes").orElse(null),
                fields.time("cpu_time").orElse(null));
    }

    private ServicesConfig.Log log(Node node) {
        if (node == null) {
            return ServicesConfig.Log.DEFAULT;
        }
        Fields fields = Fields.of(tree, path + ".log", node, List.of("size", "files"));
        return new ServicesConfig.Log(
                fields.size("size", 4 << 10).orElse(ServicesConfig.Log.DEFAULT.size()),
                fields.number("files").orElse(ServicesConfig.Log.DEFAULT.files()));
    }

    private static Optional<String> signal(String text) {
        String name = text.startsWith("SIG") ? text.substring(3) : text;
        return SIGNALS.contains(name) ? Optional.of(name) : Optional.empty();
    }
}
