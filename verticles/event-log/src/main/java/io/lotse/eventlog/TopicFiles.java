package io.lotse.eventlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where segments lie, beside Ratis's snapshots: flat, so that a snapshot is a list of files to it. */
final class TopicFiles {
    /** Ends the name of a file that is not whole. */
    static final String UNFINISHED = ".unfinished";

    private static final String PREFIX = "topic~";

    private final Path folder;
    /** Dropped by retention, but the last snapshot speaks of them. */
    private final Set<Path> dropped = new HashSet<>();

    TopicFiles(Path folder) {
        this.folder = folder;
    }

    Path segment(String topic, long base) {
        return folder.resolve(PREFIX + topic + "~" + String.format("%020d", base));
    }

    /** It goes once the next snapshot is written. */
    void drop(Path segment) {
        dropped.add(segment);
    }

    /** A snapshot was written that does not speak of them. */
    void deleteDropped() throws IOException {
        for (Path path : dropped) {
            Files.deleteIfExists(path);
        }
        dropped.clear();
    }

    /** Cuts off what was written behind the last snapshot: the log holds it, and brings it again. */
    void cut(Path segment, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            if (channel.size() < size) {
                throw new IOException(segment + " has " + channel.size() + " bytes, and had " + size
                        + " when the last snapshot was written: restore the folder");
            }
            channel.truncate(size);
        }
    }

    /** Removes segments that nothing speaks of: they were begun after the last snapshot. */
    void deleteAllBut(Set<Path> known) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> unknown;
        try (Stream<Path> all = Files.list(folder)) {
            unknown = all.filter(f -> isLeftOver(f, known)).toList();
        }
        for (Path path : unknown) {
            Files.delete(path);
        }
    }

    private static boolean isLeftOver(Path file, Set<Path> known) {
        String name = file.getFileName().toString();
        return name.endsWith(UNFINISHED) || (name.startsWith(PREFIX) && !known.contains(file));
    }
}
