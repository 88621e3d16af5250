package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps nodes that start at the same moment from choosing the same ports: between the look whether a port is free and the
 * listener that takes it, a file named after it says whose it will be.
 */
final class PortClaims implements AutoCloseable {
    private final Path folder;
    private final long pid;
    private final Set<Path> claimed = new HashSet<>();

    /**
     * @param folder shared by the nodes of this user; need not exist
     * @param pid whose claims these are
     */
    PortClaims(Path folder, long pid) {
        this.folder = folder;
        this.pid = pid;
    }

    /** Claims a port, unless somebody who lives has done so; then returns who. */
    Optional<Long> claim(int port) {
        Path file = folder.resolve(Integer.toString(port));
        try {
            Files.createDirectories(folder);
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    Files.writeString(Files.createFile(file), Long.toString(pid));
                    claimed.add(file);
                    return Optional.empty();
                } catch (FileAlreadyExistsException e) {
                    long other = Long.parseLong("0" + Files.readString(file).strip());
                    if (ProcessHandle.of(other).isPresent()) {
                        return Optional.of(other);
                    }
                    Files.deleteIfExists(file);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives up all claims: the listeners hold their ports now, or never will. */
    @Override
    public void close() {
        try {
            for (Path file : claimed) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
