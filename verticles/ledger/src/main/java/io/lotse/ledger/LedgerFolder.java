package io.lotse.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Voter;

/** {@code ledger/} in a node's data folder: what the node must know to find its ledger again, and a voter's log. */
final class LedgerFolder {
    private final Path folder;

    /** What part a node has in the ledger that its folder belongs to. */
    enum Part {
        /** Its single voter. */
        FOUNDER,
        /** One of several voters. */
        VOTER,
        /** None: it asks the voters. */
        CLIENT,
        /** None: the ledger is in PostgreSQL. */
        POSTGRES
    }

    /**
     * What {@code ledger.json} says.
     *
     * @param ledgerId a UUID
     * @param node the node's name
     * @param started whether the log was opened once: from then on it must be there
     */
    record Identity(String ledgerId, Part part, String node, List<Voter> voters, boolean started) {
        Identity asStarted() {
            return new Identity(ledgerId, part, node, voters, true);
        }
    }

    LedgerFolder(Path data) {
        this.folder = data.resolve("ledger");
    }

    Path raft() {
        return folder.resolve("raft");
    }

    Path path() {
        return folder;
    }

    /** @throws IllegalStateException if the file is there and cannot be understood */
    Optional<Identity> read() {
        Path file = file();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Wire.read(Files.readAllBytes(file), Identity.class));
        } catch (IOException | ContractException | io.vertx.core.json.DecodeException e) {
            throw new IllegalStateException(
                    "ledger: " + file + " cannot be read (" + e.getMessage() + "): restore it from a backup", e);
        }
    }

    /** Written beside, synced, and moved over the old one: it is whole whenever the machine stops. */
    void write(Identity identity) {
        try {
            Files.createDirectories(folder);
            Path fresh = folder.resolve("ledger.json.new");
            try (FileChannel out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(Wire.bytes(identity)));
                out.force(true);
            }
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("ledger: cannot write " + file(), e);
        }
    }

    /**
     * Says how far a voter has applied its log. What was applied had been synced to the log before: a log that holds less has
     * lost what may have been acknowledged.
     */
    Path appliedMark() {
        return folder.resolve("applied");
    }

    /** Says to which term a voter has come. */
    Path termMark() {
        return folder.resolve("term");
    }

    /** Whether this is a snapshot of the state that is whole. */
    static boolean isSnapshot(Path file) {
        return file.getFileName().toString().matches("snapshot\\.\\d+_\\d+");
    }

    /** Where the log's segments lie. */
    Path log(String ledgerId) {
        return raft().resolve(ledgerId).resolve("current");
    }

    /** Whether there is a log of this ledger. */
    boolean hasLog(String ledgerId) {
        return Files.exists(meta(ledgerId));
    }

    /** What the voter has promised to the others: its term, and whom it voted for. */
    Path meta(String ledgerId) {
        return log(ledgerId).resolve("raft-meta");
    }

    private Path file() {
        return folder.resolve("ledger.json");
    }
}
