package io.lotse.eventlog;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;

/**
 * Consecutive events of a topic in a file that only grows. In memory is one place every {@link #INDEX_EVERY} bytes; that of an
 * older segment is found again when it is read.
 */
final class Segment implements Closeable {
    /** Size, time, key, id. */
    static final int HEADER = Integer.BYTES + 4 * Long.BYTES;

    private static final int INDEX_EVERY = 64 << 10;

    private final Path path;
    private final long base;
    private final TreeMap<Long, Long> places = new TreeMap<>();
    private volatile int count;
    private volatile long size;
    private volatile long lastAt;
    private long firstAt;
    private FileChannel out;

    /** One that begins with this offset. */
    Segment(Path path, long base) {
        this.path = path;
        this.base = base;
        places.put(base, 0L);
    }

    Path path() {
        return path;
    }

    long base() {
        return base;
    }

    /** The offset behind its last event. */
    long end() {
        return base + count;
    }

    long size() {
        return size;
    }

    long firstAt() {
        return firstAt;
    }

    long lastAt() {
        return lastAt;
    }

    void append(Entry entry, long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + entry.body().length)
                .putInt(entry.body().length)
                .putLong(at)
                .putLong(entry.key())
                .putLong(entry.id().high())
                .putLong(entry.id().low())
                .put(entry.body())
                .flip();
        if (out == null) {
            out = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
        int length = bytes.remaining();
        for (long to = size; bytes.hasRemaining(); ) {
            to += out.write(bytes, to);
        }
        mark(end(), size);
        if (count == 0) {
            firstAt = at;
        }
        lastAt = at;
        size += length;
        count++;
    }

    /** Remembers where an event begins, if it is far enough behind the last place. */
    void mark(long offset, long place) {
        synchronized (places) {
            if (place - places.lastEntry().getValue() >= INDEX_EVERY) {
                places.put(offset, place);
            }
        }
    }

    /** The nearest known place at or before an event. */
    long[] near(long offset) {
        synchronized (places) {
            var entry = places.floorEntry(offset);
            return new long[] {entry.getKey(), entry.getValue()};
        }
    }

    /** What was written is on the disk from now on. */
    void sync() throws IOException {
        if (out != null) {
            out.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    void write(DataOutput to) throws IOException {
        to.writeLong(base);
        to.writeInt(count);
        to.writeLong(size);
        to.writeLong(firstAt);
        to.writeLong(lastAt);
    }

    /** As it was when it was written down; what was appended later is cut off. */
    static Segment read(DataInput in, TopicFiles files, String topic) throws IOException {
        long base = in.readLong();
        Segment segment = new Segment(files.segment(topic, base), base);
        segment.count = in.readInt();
        segment.size = in.readLong();
        segment.firstAt = in.readLong();
        segment.lastAt = in.readLong();
        files.cut(segment.path, segment.size);
        return segment;
    }
}
