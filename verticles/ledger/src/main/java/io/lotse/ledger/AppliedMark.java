package io.lotse.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How far a voter has applied its log, in a file beside it. What was applied had been synced to the log before: a log that
 * holds less has lost what may have been acknowledged. The file itself is not synced, so it may be some seconds behind
 * after a loss of power, and is never ahead.
 */
final class AppliedMark {
    private static final int BYTES = Long.BYTES;

    private final MappedByteBuffer mapped;

    private AppliedMark(MappedByteBuffer mapped) {
        this.mapped = mapped;
    }

    /** Opens it; one that is not there is made, and says nothing. */
    static AppliedMark open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < BYTES) {
                channel.write(ByteBuffer.allocate(BYTES).putLong(0, -1), 0);
            }
            return new AppliedMark(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        }
    }

    /** The index of the last entry that is known to have been applied; negative where none is. */
    long index() {
        return mapped.getLong(0);
    }

    void set(long index) {
        mapped.putLong(0, index);
    }
}
