package io.lotse.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that holds a little room on a voter's disk, and is given up when there is no other: an election has to be written
 * down even where somebody else filled the disk to the last. It is given up late, for what is given up early is filled like
 * the rest.
 */
final class Reserve {
    /** What the file holds. */
    static final int BYTES = 1 << 20;

    /** It is given up where fewer bytes are free. */
    static final long GIVEN_UP_BELOW = 512 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

    private final Path file;

    /** @param folder on the disk that it is about */
    Reserve(Path folder) {
        this.file = folder.resolve("reserve");
    }

    /**
     * Gives it up where that little is free, takes it again where there is room.
     *
     * @param free bytes
     * @param floor the bytes that must be free behind it when it is taken
     * @return whether it was given up just now
     */
    boolean look(long free, long floor) {
        try {
            if (free < GIVEN_UP_BELOW) {
                return giveUp(free);
            }
            if (free - BYTES >= floor && !Files.exists(file)) {
                take();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("event=reserve_failed file={}", file, e);
        }
        return false;
    }

    /** Whether it lies in this file: it is nothing that the ledger holds. */
    boolean isIn(Path some) {
        return some.equals(file);
    }

    private boolean giveUp(long free) throws IOException {
        boolean given = Files.deleteIfExists(file);
        if (given) {
            LOG.error("event=ledger_reserve_given_up file={} free_bytes={}: this disk is full, make room", file, free);
        }
        return given;
    }

    /** With bytes that no file system can spare, and whole or not at all. */
    private void take() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        byte[] bytes = new byte[BYTES];
        new Random(BYTES).nextBytes(bytes);
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
            Files.move(fresh, file);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }
}
