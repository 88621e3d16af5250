package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.lotse.launcher.config.LotseHome;

/**
 * The logs of this user's nodes on this host, as they lie on the disk: they are read whether a node runs or not. What a
 * supervised service wrote is asked of its node.
 */
final class LocalLogs {
    private static final String ENDING = ".log";
    private static final String SCRIPTS = "scripts";
    private static final String SERVICES = "services";

    private final LotseHome home;

    LocalLogs(LotseHome home) {
        this.home = home;
    }

    /**
     * A log.
     *
     * @param name {@code node} for the node's own, {@code monitor}, {@code start}, {@code env/NAME}, {@code script/ID} or
     *     {@code SET/SERVICE}
     * @param bytes with the files that it was rotated to
     */
    record LocalLog(String node, String name, Path file, long bytes, Instant changed) {}

    /** All of them, by node and name. */
    List<LocalLog> all() {
        List<LocalLog> found = new ArrayList<>();
        for (Path data : folders()) {
            String node = data.getFileName().toString();
            Path logs = data.resolve("logs");
            logs(logs).forEach(file -> add(found, node, nameOf(file), file));
            logs(logs.resolve(LogSetup.ENVIRONMENTS)).forEach(file -> add(found, node, "env/" + plain(file), file));
            logs(logs.resolve(SCRIPTS)).forEach(file -> add(found, node, "script/" + plain(file), file));
            for (Path set : children(logs.resolve(SERVICES))) {
                logs(set).forEach(file -> add(found, node, set.getFileName() + "/" + plain(file), file));
            }
        }
        found.sort(Comparator.comparing(LocalLog::node).thenComparing(LocalLog::name));
        return found;
    }

    /** Nodes that run may have their folders elsewhere. */
    private List<Path> folders() {
        List<Path> folders = new ArrayList<>(children(home.folder()));
        new NodeFiles(home)
                .live().stream()
                        .map(node -> Path.of(node.data()))
                        .filter(data -> !folders.contains(data))
                        .forEach(folders::add);
        return folders;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().equals(LogSetup.FILE) ? "node" : plain(file);
    }

    private static String plain(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static void add(List<LocalLog> found, String node, String name, Path file) {
        try {
            long bytes = Files.size(file);
            for (Path former : former(file)) {
                bytes += Files.size(former);
            }
            found.add(new LocalLog(
                    node, name, file, bytes, Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException goneMeanwhile) {
            // then it is none
        }
    }

    /** What it was rotated to, the oldest first. */
    static List<Path> former(Path file) {
        List<Path> files = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            Optional.of(file.resolveSibling(plain(file) + "." + i + ENDING))
                    .filter(Files::exists)
                    .ifPresent(f -> files.add(0, f));
        }
        return files;
    }

    private static List<Path> logs(Path folder) {
        return children(folder).stream()
                .filter(file -> file.getFileName().toString().matches("(?!.*\\.\\d\\.log$).*\\.log"))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (IOException e) {
            // nothing there
        }
        return children;
    }
}
