package io.lotse.supervisor;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ports.PortRange;

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
            "stop_signal",
            "stop_grace",
            "startup_timeout",
            "limits",
            "log",
            "type",
            "lotse_environment");
    private static final Pattern OF_THE_SHELL = Pattern.compile("[\"'$|&;<>`*?\\\\]");
    private static final Pattern OTHERS = Pattern.compile("\\{([a-z0-9._-]+)\\.(?:port|host)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Duration LONGEST = Duration.ofDays(1);

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
        Map<String, Node> fields = tree.fields(node, path, KEYS);
        List<String> command = command(node, fields.get("command"));
        Map<String, String> environment = environment(fields.get("environment"));
        List<ServicesConfig.Dependency> dependsOn = dependsOn(fields.get("depends_on"));
        checkOthers(node, command, environment, dependsOn);
        ServicesConfig.Port port = new PortReader(tree, path + ".port").read(fields.get("port"));
        ServicesConfig.Health health = health(fields.get("health"));
        if (port == null && health != null) {
            tree.mistake(fields.get("health"), path + ".health", "needs a port to be asked at, and port is none");
        }
        String lotseEnvironment = text(fields, "lotse_environment");
        return new ServicesConfig.Service(
                name,
                command,
                folder(fields.get("folder")),
                environment,
                port,
                health,
                dependsOn,
                choice(fields, "restart", RestartConfig.Policy::ofOption, "give no, on-failure or always")
                        .orElse(RestartConfig.Policy.ON_FAILURE),
                choice(fields, "stop_signal", ServiceReader::signal, "give one of " + String.join(", ", SIGNALS))
                        .orElse("TERM"),
                time(fields, path, "stop_grace").orElse(Duration.ofSeconds(10)),
                time(fields, path, "startup_timeout").orElse(Duration.ofSeconds(60)),
                limits(fields.get("limits")),
                log(fields.get("log")),
                text(fields, "type"),
                lotseEnvironment == null ? inEnvironment : lotseEnvironment);
    }

    private List<String> command(Node service, Node node) {
        if (node == null) {
            tree.mistake(service, path, "has no command: say what is to run");
            return List.of();
        }
        String where = path + ".command";
        List<String> words;
        if (node instanceof SequenceNode) {
            words = tree.texts(node, where);
        } else {
            String line = tree.text(node, where);
            words = line == null || line.isBlank()
                    ? List.of()
                    : List.of(line.strip().split("\\s+"));
            if (line != null && OF_THE_SHELL.matcher(line).find()) {
                tree.mistake(
                        node,
                        where,
                        "goes to no shell: give a list, such as [sh, -c, 'exec ...'] or [java, -jar, \"a b.jar\"]");
            }
        }
        if (words.isEmpty() || words.get(0).isBlank()) {
            tree.mistake(node, where, "is empty: say what is to run");
        }
        return words;
    }

    private String folder(Node node) {
        String given = node == null ? null : tree.text(node, path + ".folder");
        try {
            return given == null
                    ? above.toString()
                    : above.resolve(given).normalize().toString();
        } catch (InvalidPathException e) {
            tree.mistake(node, path + ".folder", given + " is no path: " + e.getReason());
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

    private List<ServicesConfig.Dependency> dependsOn(Node node) {
        List<ServicesConfig.Dependency> needed = new ArrayList<>();
        if (node == null) {
            return needed;
        }
        String where = path + ".depends_on";
        if (!(node instanceof MappingNode)) {
            tree.texts(node, where).forEach(name -> needed.add(new ServicesConfig.Dependency(name, false)));
            return needed;
        }
        tree.fields(node, where).forEach((name, how) -> {
            Node restart =
                    tree.fields(how, where + "." + name, List.of("restart")).get("restart");
            String text = restart == null ? "false" : tree.text(restart, where + "." + name + ".restart");
            if (!"true".equals(text) && !"false".equals(text)) {
                tree.mistake(how, where + "." + name + ".restart", text + " is neither: give true or false");
            }
            needed.add(new ServicesConfig.Dependency(name, "true".equals(text)));
        });
        return needed;
    }

    /** What is filled in has to be there by then. */
    private void checkOthers(
            Node service,
            List<String> command,
            Map<String, String> environment,
            List<ServicesConfig.Dependency> dependsOn) {
        List<String> texts = new ArrayList<>(command);
        texts.addAll(environment.values());
        for (String text : texts) {
            Matcher matcher = OTHERS.matcher(text);
            while (matcher.find()) {
                String other = matcher.group(1);
                if (dependsOn.stream().noneMatch(d -> d.service().equals(other))) {
                    tree.mistake(
                            service,
                            path,
                            matcher.group() + " wants " + other + " ready before: name it in depends_on");
                }
            }
        }
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
            Map<String, Node> fields = tree.fields(node, where, List.of("path", "interval", "timeout"));
            asked = fields.get("path") == null ? null : tree.text(fields.get("path"), where + ".path");
            interval = time(fields, where, "interval").orElse(interval);
            timeout = time(fields, where, "timeout").orElse(timeout);
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
        String where = path + ".limits";
        Map<String, Node> fields = tree.fields(node, where, List.of("memory", "open_files", "processes", "cpu_time"));
        return new ServicesConfig.Limits(
                size(fields, where, "memory", 1 << 20).orElse(null),
                number(fields, where, "open_files").orElse(null),
                number(fields, where, "processes").orElse(null),
                time(fields, where, "cpu_time").orElse(null));
    }

    private ServicesConfig.Log log(Node node) {
        if (node == null) {
            return ServicesConfig.Log.DEFAULT;
        }
        String where = path + ".log";
        Map<String, Node> fields = tree.fields(node, where, List.of("size", "files"));
        return new ServicesConfig.Log(
                size(fields, where, "size", 4 << 10).orElse(ServicesConfig.Log.DEFAULT.size()),
                number(fields, where, "files").orElse(ServicesConfig.Log.DEFAULT.files()));
    }

    private Optional<Long> size(Map<String, Node> fields, String where, String key, int smallest) {
        return choice(
                fields.get(key),
                where + "." + key,
                text -> Quantities.size(text).filter(s -> s >= smallest),
                "give " + smallest + " bytes or more, such as 64MB");
    }

    private Optional<Integer> number(Map<String, Node> fields, String where, String key) {
        return choice(
                fields.get(key),
                where + "." + key,
                text -> text.matches("[1-9][0-9]{0,6}") ? Optional.of(Integer.valueOf(text)) : Optional.empty(),
                "give 1 to 9999999");
    }

    private Optional<Duration> time(Map<String, Node> fields, String where, String key) {
        return choice(
                fields.get(key),
                where + "." + key,
                text -> Quantities.time(text).filter(t -> !t.isZero() && t.compareTo(LONGEST) <= 0),
                "give a time such as 500ms, 10s or 2m, at most a day");
    }

    private <T> Optional<T> choice(
            Map<String, Node> fields, String key, Function<String, Optional<T>> parser, String what) {
        return choice(fields.get(key), path + "." + key, parser, what);
    }

    private <T> Optional<T> choice(Node node, String where, Function<String, Optional<T>> parser, String what) {
        String text = node == null ? null : tree.text(node, where);
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value = parser.apply(text);
        if (value.isEmpty()) {
            tree.mistake(node, where, text + " is none: " + what);
        }
        return value;
    }

    private String text(Map<String, Node> fields, String key) {
        Node node = fields.get(key);
        return node == null ? null : tree.text(node, path + "." + key);
    }

    private static Optional<String> signal(String text) {
        String name = text.startsWith("SIG") ? text.substring(3) : text;
        return SIGNALS.contains(name) ? Optional.of(name) : Optional.empty();
    }

    /** Which port a service would like: {@code auto}, {@code none}, a number, or keys. */
    private record PortReader(YamlTree tree, String path) {
        ServicesConfig.Port read(Node node) {
            if (node == null) {
                return new ServicesConfig.Port(null, null, null);
            }
            if (!(node instanceof MappingNode)) {
                String text = tree.text(node, path);
                if (text == null || "auto".equals(text)) {
                    return new ServicesConfig.Port(null, null, null);
                }
                return "none".equals(text) ? null : new ServicesConfig.Port(port(node, text), null, null);
            }
            Map<String, Node> fields = tree.fields(node, path, List.of("preferred", "range"));
            Node preferred = fields.get("preferred");
            Node range = fields.get("range");
            return new ServicesConfig.Port(
                    null,
                    preferred == null ? null : port(preferred, tree.text(preferred, path + ".preferred")),
                    range == null ? null : range(range, tree.text(range, path + ".range")));
        }

        private Integer port(Node node, String text) {
            if (text != null && text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535) {
                return Integer.valueOf(text);
            }
            tree.mistake(node, path, text + " is no port: give 1 to 65535, auto, none, or {preferred: 8080}");
            return null;
        }

        private PortRange range(Node node, String text) {
            String[] ends = String.valueOf(text).split("-", -1);
            try {
                if (ends.length == 2) {
                    return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()));
                }
            } catch (NumberFormatException | ContractException e) {
                // said below
            }
            tree.mistake(node, path + ".range", text + " is no range: give two ports such as 8000-8099");
            return null;
        }
    }
}
