package io.lotse.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.yaml.snakeyaml.nodes.Node;

/**
 * The keys of one part of a file, read as what they mean; what is none of it becomes a mistake of the tree.
 *
 * @param path where the part stands
 */
record Fields(YamlTree tree, String path, Map<String, Node> nodes) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Those of a part whose keys have to be among these. */
    static Fields of(YamlTree tree, String path, Node node, List<String> known) {
        return new Fields(tree, path, tree.fields(node, path, known));
    }

    /** Null where the key is not there. */
    Node node(String key) {
        return nodes.get(key);
    }

    String path(String key) {
        return path + "." + key;
    }

    /** Null for none. */
    String text(String key) {
        Node node = node(key);
        return node == null ? null : tree.text(node, path(key));
    }

    /** A size of at least so many bytes; empty for none. */
    Optional<Long> size(String key, int smallest) {
        return choice(
                key,
                text -> Quantities.size(text).filter(s -> s >= smallest),
                "give " + smallest + " bytes or more, such as 64MB");
    }

    /** Empty for none. */
    Optional<Integer> number(String key) {
        return choice(
                key,
                text -> text.matches("[1-9][0-9]{0,6}") ? Optional.of(Integer.valueOf(text)) : Optional.empty(),
                "give 1 to 9999999");
    }

    /** Empty for none. */
    Optional<Duration> time(String key) {
        return choice(
                key,
                text -> Quantities.time(text).filter(t -> !t.isZero() && t.compareTo(LONGEST) <= 0),
                "give a time such as 500ms, 10s or 2m, at most a day");
    }

    /**
     * What a parser makes of it; empty for none.
     *
     * @param what what to give where the parser makes nothing of it
     */
    <T> Optional<T> choice(String key, Function<String, Optional<T>> parser, String what) {
        String text = text(key);
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value = parser.apply(text);
        if (value.isEmpty()) {
            tree.mistake(node(key), path(key), text + " is none: " + what);
        }
        return value;
    }
}
