package io.lotse.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;

/** What is kept of each service, a file each. All of it blocks for a moment. */
final class StateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StateFiles.class);
    private static final String ENDING = ".json";

    private final Path folder;

    StateFiles(Path folder) {
        this.folder = folder;
    }

    /** Writes it at once: a process that is killed meanwhile leaves the former file or this one. */
    void write(Kept kept) {
        Path file = folder.resolve(kept.set()).resolve(kept.name() + ENDING);
        Path half = file.resolveSibling(kept.name() + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(half, ContractCodec.encode(kept).encode());
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "what runs cannot be written down, " + file + ": " + e.getMessage() + ": make room on that disk",
                    e);
        }
    }

    /** All that was kept; a file that cannot be read is told and left alone. */
    List<Kept> read() {
        List<Kept> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (DirectoryStream<Path> sets = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path set : sets) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(set, "*" + ENDING)) {
                    files.forEach(file -> read(file, all));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what was kept of services cannot be read, " + folder, e);
        }
        return all;
    }

    private static void read(Path file, List<Kept> all) {
        try {
            all.add(ContractCodec.decode(new JsonObject(Files.readString(file)), Kept.class));
        } catch (IOException | DecodeException | ContractException e) {
            LOG.warn("event=service_state_unreadable file={} reason=\"{}\"", file, e.getMessage());
        }
    }

    /** Forgets it. */
    void remove(Kept kept) {
        try {
            Files.deleteIfExists(folder.resolve(kept.set()).resolve(kept.name() + ENDING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
