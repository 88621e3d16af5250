package io.lotse.supervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.nodes.Node;

/** Puts the services of a file in the order in which they start, and finds what keeps them from it. */
final class StartSequence {
    private final YamlTree tree;
    private final Map<String, Node> nodes;
    private final Map<String, ServicesConfig.Service> services;
    private final Map<String, ServicesConfig.Service> ordered = new LinkedHashMap<>();
    private final Set<String> above = new LinkedHashSet<>();

    /**
     * @param tree takes mistakes
     * @param nodes where each service is declared
     */
    StartSequence(YamlTree tree, Map<String, Node> nodes, Map<String, ServicesConfig.Service> services) {
        this.tree = tree;
        this.nodes = nodes;
        this.services = services;
    }

    /** Each after those that it needs, else as they stand in the file. */
    List<ServicesConfig.Service> ordered() {
        services.keySet().forEach(this::visit);
        return List.copyOf(ordered.values());
    }

    private void visit(String name) {
        if (ordered.containsKey(name)) {
            return;
        }
        above.add(name);
        ServicesConfig.Service service = services.get(name);
        String path = "services." + name + ".depends_on";
        for (ServicesConfig.Dependency needed : service.dependsOn()) {
            String other = needed.service();
            if (!services.containsKey(other)) {
                tree.mistake(
                        nodes.get(name),
                        path,
                        "there is no service " + other + ": there are " + String.join(", ", services.keySet()));
            } else if (above.contains(other)) {
                tree.mistake(
                        nodes.get(name),
                        path,
                        "the services need each other in a circle: " + circle(other) + ": take one of these needs out");
            } else {
                visit(other);
            }
        }
        above.remove(name);
        ordered.put(name, service);
    }

    private String circle(String from) {
        List<String> names = new ArrayList<>(above);
        List<String> circle = new ArrayList<>(names.subList(names.indexOf(from), names.size()));
        circle.add(from);
        return String.join(" needs ", circle);
    }
}
