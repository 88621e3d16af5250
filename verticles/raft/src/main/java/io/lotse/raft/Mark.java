package io.lotse.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A number that a voter has come to, in a file beside its log that is written in place: it needs no room on a full disk. It is
 * there after any end of the process; after a loss of power it may be some seconds behind, and is never ahead.
 */
public final class Mark {
    private static final int BYTES = Long.BYTES;

    private final MappedByteBuffer mapped;

    private Mark(MappedByteBuffer mapped) {
        this.mapped = mapped;
    }

    /** Opens it; one that is not there is made, and says nothing. */
    public static Mark open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < BYTES) {
                channel.write(ByteBuffer.allocate(BYTES).putLong(0, -1), 0);
            }
            return new Mark(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        }
    }

    /** Negative where nothing was said yet. */
    public long get() {
        return mapped.getLong(0);
    }

    public void set(long value) {
        mapped.putLong(0, value);
    }
}
