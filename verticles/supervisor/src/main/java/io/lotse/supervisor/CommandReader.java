package io.lotse.supervisor;

import java.util.List;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What a service runs: a list of words, or a line without anything that only a shell understands.
 *
 * @param path where the service stands
 */
record CommandReader(YamlTree tree, String path) {
    private static final Pattern OF_THE_SHELL = Pattern.compile("[\"'$|&;<>`*?\\\\]");

    /**
     * Its words; empty with a mistake for none.
     *
     * @param node null where there is no command
     */
    List<String> read(Node service, Node node) {
        if (node == null) {
            tree.mistake(service, path, "has no command: say what is to run");
            return List.of();
        }
        String where = path + ".command";
        List<String> words = node instanceof SequenceNode ? tree.texts(node, where) : words(node, where);
        if (words.isEmpty() || words.get(0).isBlank()) {
            tree.mistake(node, where, "is empty: say what is to run");
        }
        return words;
    }

    private List<String> words(Node node, String where) {
        String line = tree.text(node, where);
        if (line == null || line.isBlank()) {
            return List.of();
        }
        if (OF_THE_SHELL.matcher(line).find()) {
            tree.mistake(
                    node,
                    where,
                    "goes to no shell: give a list, such as [sh, -c, 'exec ...'] or [java, -jar, \"a b.jar\"]");
        }
        return List.of(line.strip().split("\\s+"));
    }
}
