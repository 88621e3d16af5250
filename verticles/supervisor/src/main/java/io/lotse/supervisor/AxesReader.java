package io.lotse.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.nodes.Node;

import io.lotse.contracts.network.NetworkAxis;

/**
 * Without what of the network a service is not started again.
 *
 * @param path where that stands
 */
record AxesReader(YamlTree tree, String path) {
    private static final String NONE = "none";

    /** @param node null for all axes */
    List<NetworkAxis> read(Node node) {
        if (node == null) {
            return ServicesConfig.ANY_NETWORK;
        }
        List<String> names = tree.texts(node, path);
        if (names.equals(List.of(NONE))) {
            return List.of();
        }
        List<NetworkAxis> axes = new ArrayList<>();
        for (String name : names) {
            Optional<NetworkAxis> axis = ServicesConfig.ANY_NETWORK.stream()
                    .filter(a -> a.wireName().equals(name))
                    .findFirst();
            axis.ifPresentOrElse(axes::add, () -> tree.mistake(node, path, name + " is no axis: " + advice()));
        }
        if (names.isEmpty()) {
            tree.mistake(node, path, "names no axis: " + advice());
        }
        return axes;
    }

    private static String advice() {
        return "give " + NONE + ", or some of "
                + ServicesConfig.ANY_NETWORK.stream().map(NetworkAxis::wireName).collect(Collectors.joining(", "));
    }
}
