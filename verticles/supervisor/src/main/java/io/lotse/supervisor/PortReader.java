package io.lotse.supervisor;

import java.util.List;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ports.PortRange;

/**
 * Which port a service would like: {@code auto}, {@code none}, a number, or keys.
 *
 * @param path where it stands
 */
record PortReader(YamlTree tree, String path) {
    private static final ServicesConfig.Port ANY = new ServicesConfig.Port(null, null, null);

    /**
     * Null for none.
     *
     * @param node null where nothing is said, which is for any
     */
    ServicesConfig.Port read(Node node) {
        if (node instanceof MappingNode) {
            Fields fields = Fields.of(tree, path, node, List.of("preferred", "range"));
            Node preferred = fields.node("preferred");
            Node range = fields.node("range");
            return new ServicesConfig.Port(
                    null,
                    preferred == null ? null : port(preferred, fields.text("preferred")),
                    range == null ? null : range(range, fields.text("range")));
        }
        String text = node == null ? null : tree.text(node, path);
        if (text == null || "auto".equals(text)) {
            return ANY;
        }
        return "none".equals(text) ? null : new ServicesConfig.Port(port(node, text), null, null);
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
