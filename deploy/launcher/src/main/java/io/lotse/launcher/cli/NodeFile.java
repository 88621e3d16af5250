package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.launcher.config.NodeFacts;

/**
 * The {@code node.json} of a node that runs: by it others on this host find it.
 *
 * @param pid its process
 * @param processStartedAt when that process was started, by which it is known from a later one with its pid; null where
 *     the system does not tell
 * @param data its data folder
 */
record NodeFile(
        String name,
        String id,
        long pid,
        Instant processStartedAt,
        String gateway,
        String control,
        String cluster,
        int members,
        String ledger,
        long revision,
        Instant startedAt,
        String data) {

    static final String NAME = "node.json";

    /** The system's clock may have been set right since. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    static NodeFile of(NodeFacts facts, Path data) {
        ProcessHandle self = ProcessHandle.current();
        return new NodeFile(
                facts.name(),
                facts.id(),
                self.pid(),
                self.info().startInstant().orElse(null),
                facts.gateway(),
                facts.control(),
                facts.cluster().toString(),
                facts.members(),
                facts.ledger(),
                facts.revision(),
                facts.startedAt(),
                data.toString());
    }

    /** What the file says; empty if it is not there, or is none. */
    static Optional<NodeFile> read(Path file) {
        try {
            return Optional.of(ContractCodec.decode(new JsonObject(Files.readString(file)), NodeFile.class))
                    .filter(NodeFile::isWhole);
        } catch (IOException | DecodeException | ContractException e) {
            return Optional.empty();
        }
    }

    private boolean isWhole() {
        return name != null && !name.isBlank() && pid > 0 && data != null && data.indexOf('\0') < 0;
    }

    /** Writes it at once: who reads meanwhile sees the former one. */
    void write(Path file) {
        Path half = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(half, ContractCodec.encode(this).encodePrettily() + "\n");
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Its process; empty if that has ended, even where another has its pid now. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(null);
        return started == null
                || processStartedAt == null
                || Duration.between(started, processStartedAt).abs().compareTo(CLOCK_TOLERANCE) < 0;
    }

    /** The line on stdout that says that it is ready. */
    String readyLine() {
        return NodeFacts.readyLine(name, gateway, control, members, ledger, revision);
    }
}
