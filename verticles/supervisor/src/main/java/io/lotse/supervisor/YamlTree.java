package io.lotse.supervisor;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file whose parts know their lines, and that takes whatever is found wrong with it. */
final class YamlTree {
    private static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 20;

    private final Path file;
    private final List<String> mistakes = new ArrayList<>();

    YamlTree(Path file) {
        this.file = file;
    }

    List<String> mistakes() {
        return mistakes;
    }

    /** The tree; null where there is none, which is a mistake then. */
    Node root() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                mistakes.add(file + ": is larger than 1 MB: that is no list of services");
                return null;
            }
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(DEEPEST);
            options.setMaxAliasesForCollections(DEEPEST);
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(Files.readString(file)));
            if (root == null) {
                mistakes.add(file + ": is empty: declare services, such as: services: {web: {command: ./web}}");
            }
            return root;
        } catch (MarkedYAMLException e) {
            String line =
                    e.getProblemMark() == null ? "" : ":" + (e.getProblemMark().getLine() + 1);
            mistakes.add(file + line + ": is no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            mistakes.add(
                    file + ": is no YAML: " + e.getMessage().lines().findFirst().orElse("it cannot be read"));
        } catch (NoSuchFileException e) {
            mistakes.add(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            mistakes.add(file + ": is no text in UTF-8");
        } catch (AccessDeniedException e) {
            mistakes.add(file + ": this user may not read it");
        } catch (IOException e) {
            mistakes.add(file + ": cannot be read: " + reason(file, e));
        }
        return null;
    }

    void mistake(Node at, String path, String text) {
        mistakes.add(
                file + ":" + (at.getStartMark().getLine() + 1) + ": " + (path.isEmpty() ? "" : path + ": ") + text);
    }

    /** What stands at each key; a mistake where there are no keys, or one twice. */
    Map<String, Node> fields(Node node, String path) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            mistake(node, path, "has no keys: write them below it, one a line, such as command: ./web");
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                mistake(tuple.getKeyNode(), path, "has a key that is no text");
            } else if (fields.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                mistake(key, below(path, key.getValue()), "stands there twice: leave one of them out");
            }
        }
        return fields;
    }

    /** As {@link #fields}, where each key has to be one of these. */
    Map<String, Node> fields(Node node, String path, List<String> known) {
        Map<String, Node> fields = fields(node, path);
        fields.forEach((key, value) -> {
            if (!known.contains(key)) {
                mistake(value, below(path, key), "is no key here: there are " + String.join(", ", known));
            }
        });
        return fields;
    }

    /** The plain value; null for none, and with a mistake for what is not plain. */
    String text(Node node, String path) {
        if (node == null || node.getTag() == Tag.NULL) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        mistake(node, path, "is no plain value");
        return null;
    }

    /** The plain values of a list, or the one that stands there alone. */
    List<String> texts(Node node, String path) {
        List<String> texts = new ArrayList<>();
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        for (Node item : items) {
            String text = text(item, path);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String reason(Path file, IOException e) {
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        boolean told = e instanceof FileSystemException system && system.getReason() != null;
        return told ? ((FileSystemException) e).getReason() : e.toString();
    }
}
