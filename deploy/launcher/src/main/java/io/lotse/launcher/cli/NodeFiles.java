package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.lotse.launcher.config.LotseHome;

/**
 * The nodes of this user on this host, found by their {@code node.json}. One whose data folder lies outside of the home
 * folder leaves a copy there, under {@code .run}.
 */
final class NodeFiles {
    private final Path home;

    NodeFiles(LotseHome home) {
        this.home = home.folder();
    }

    /** Those whose process lives, by name. */
    List<NodeFile> live() {
        List<NodeFile> found = new ArrayList<>();
        for (Path child : children(home)) {
            NodeFile.read(child.resolve(NodeFile.NAME)).ifPresent(found::add);
        }
        for (Path copy : children(home.resolve(".run"))) {
            NodeFile.read(copy).ifPresent(found::add);
        }
        return found.stream()
                .filter(node -> node.process().isPresent())
                .sorted(Comparator.comparing(NodeFile::name))
                .toList();
    }

    void write(NodeFile node) {
        node.write(Path.of(node.data()).resolve(NodeFile.NAME));
        copyOf(node).ifPresent(node::write);
    }

    void remove(NodeFile node) {
        try {
            Files.deleteIfExists(Path.of(node.data()).resolve(NodeFile.NAME));
            Optional<Path> copy = copyOf(node);
            if (copy.isPresent()) {
                Files.deleteIfExists(copy.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the node.json of " + node.name(), e);
        }
    }

    private Optional<Path> copyOf(NodeFile node) {
        return home.equals(Path.of(node.data()).getParent())
                ? Optional.empty()
                : Optional.of(home.resolve(".run").resolve(node.pid() + ".json"));
    }

    private static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (IOException e) {
            // nothing there, so no node either
        }
        return children;
    }
}
