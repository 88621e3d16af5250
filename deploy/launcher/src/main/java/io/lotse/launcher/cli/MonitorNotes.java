package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;

/**
 * What one look after a node has to know of those before.
 *
 * @param silent how many looks in a row found that the node does not answer
 * @param failedStarts how many starts in a row failed
 * @param lastFailure when the last of them did; null if none did
 */
record MonitorNotes(int silent, int failedStarts, Instant lastFailure) {
    static final MonitorNotes NONE = new MonitorNotes(0, 0, null);

    private static final String FILE = "monitor.json";

    static MonitorNotes read(Path data) {
        try {
            return ContractCodec.decode(new JsonObject(Files.readString(data.resolve(FILE))), MonitorNotes.class);
        } catch (IOException | DecodeException | ContractException noneOrHalf) {
            return NONE;
        }
    }

    /** Nothing to know is no file. */
    void write(Path data) {
        try {
            if (equals(NONE)) {
                Files.deleteIfExists(data.resolve(FILE));
            } else {
                Files.writeString(data.resolve(FILE), ContractCodec.encode(this).encode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + data.resolve(FILE), e);
        }
    }

    MonitorNotes afterSilence() {
        return new MonitorNotes(silent + 1, failedStarts, lastFailure);
    }

    MonitorNotes afterFailure(Instant now) {
        return new MonitorNotes(0, failedStarts + 1, now);
    }
}
