package io.lotse.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Which others a service needs, and whether it names all whose place is filled in.
 *
 * @param path where the service stands
 */
record NeedsReader(YamlTree tree, String path) {
    private static final Pattern OTHERS = Pattern.compile("\\{([a-z0-9._-]+)\\.(?:port|host)}");
    private static final String RESTART = "restart";

    /** @param node null for none */
    List<ServicesConfig.Dependency> read(Node node) {
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
            Fields fields = Fields.of(tree, where + "." + name, how, List.of(RESTART));
            String text = fields.node(RESTART) == null ? "false" : fields.text(RESTART);
            if (!"true".equals(text) && !"false".equals(text)) {
                tree.mistake(how, fields.path(RESTART), text + " is neither: give true or false");
            }
            needed.add(new ServicesConfig.Dependency(name, "true".equals(text)));
        });
        return needed;
    }

    /** What is filled in has to be there by then. */
    void check(Node service, Collection<String> texts, List<ServicesConfig.Dependency> dependsOn) {
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
}
