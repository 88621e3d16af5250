package io.lotse.supervisor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.Node;

/** Reads a {@code services.yaml}, and finds all its mistakes at once. */
final class ServicesReader {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private static final String SERVICES = "services";
    private static final String LOTSE_ENVIRONMENT = "lotse_environment";
    private static final int MOST_SERVICES = 500;

    private final YamlTree tree;
    private final Path folder;

    private ServicesReader(YamlTree tree, Path folder) {
        this.tree = tree;
        this.folder = folder;
    }

    static ServicesConfig read(Path file) throws ServicesConfig.Mistakes {
        Path absolute = file.toAbsolutePath().normalize();
        YamlTree tree = new YamlTree(file);
        Node root = tree.root();
        ServicesConfig set = root == null ? null : new ServicesReader(tree, absolute.getParent()).set(root);
        if (!tree.mistakes().isEmpty()) {
            throw new ServicesConfig.Mistakes(tree.mistakes());
        }
        return set;
    }

    private ServicesConfig set(Node root) {
        Map<String, Node> fields = tree.fields(root, "", List.of("name", LOTSE_ENVIRONMENT, SERVICES));
        String name = name(root, fields.get("name"));
        Node environment = fields.get(LOTSE_ENVIRONMENT);
        String inEnvironment = environment == null ? null : tree.text(environment, LOTSE_ENVIRONMENT);
        Node declared = fields.get(SERVICES);
        if (declared == null) {
            tree.mistake(root, "", "declares no services: write them below the key services");
            return null;
        }
        Map<String, Node> nodes = tree.fields(declared, SERVICES);
        if (nodes.isEmpty() || nodes.size() > MOST_SERVICES) {
            tree.mistake(declared, SERVICES, "are " + nodes.size() + ": declare 1 to " + MOST_SERVICES);
        }
        Map<String, ServicesConfig.Service> services = new LinkedHashMap<>();
        nodes.forEach((service, node) -> {
            String path = YamlTree.below(SERVICES, service);
            if (!NAME.matcher(service).matches()) {
                tree.mistake(node, path, "is no name of a service: give 1 to 63 of a-z, 0-9, '.', '_' and '-'");
            }
            services.put(service, new ServiceReader(tree, path, folder, inEnvironment).read(service, node));
        });
        checkPorts(nodes, services);
        List<ServicesConfig.Service> ordered = new StartSequence(tree, nodes, services).ordered();
        return tree.mistakes().isEmpty() ? new ServicesConfig(name, ordered) : null;
    }

    /** The set is called as its folder where the file does not say. */
    private String name(Node root, Node given) {
        String name = given == null ? null : tree.text(given, "name");
        if (name == null) {
            Path own = folder == null ? null : folder.getFileName();
            name = own == null
                    ? "default"
                    : own.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
            name = name.replaceAll("^[^a-z0-9]+", "");
            name = name.isEmpty() ? "default" : name.substring(0, Math.min(name.length(), 63));
        }
        if (!NAME.matcher(name).matches()) {
            tree.mistake(
                    given == null ? root : given,
                    "name",
                    name + " is no name of a set: give 1 to 63 of a-z, 0-9, '.', '_' and '-'");
        }
        return name;
    }

    private void checkPorts(Map<String, Node> nodes, Map<String, ServicesConfig.Service> services) {
        Map<Integer, String> owners = new HashMap<>();
        services.forEach((name, service) -> {
            if (service.port() == null || service.port().fixed() == null) {
                return;
            }
            String other = owners.putIfAbsent(service.port().fixed(), name);
            if (other != null) {
                tree.mistake(
                        nodes.get(name),
                        SERVICES + "." + name + ".port",
                        service.port().fixed() + " is the port of " + other + " too: give another, or {preferred: "
                                + service.port().fixed() + "}");
            }
        });
    }
}
