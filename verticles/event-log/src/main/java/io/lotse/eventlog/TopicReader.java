package io.lotse.eventlog;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads a topic's events in their order: their headers, and the bodies that are asked for. */
final class TopicReader implements Iterator<Header>, Closeable {
    private static final int BLOCK = 64 << 10;

    private final List<Segment> segments;
    private final long end;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
    private Segment segment;
    private FileChannel in;
    /** Where the block begins in the file. */
    private long blockAt;
    /** The next event, and where it begins. */
    private long offset;

    private long place;
    private long bodyAt;
    private int bodySize;

    TopicReader(List<Segment> segments, long from, long end) {
        this.segments = List.copyOf(segments);
        this.end = end;
        this.offset = from;
    }

    @Override
    public boolean hasNext() {
        return offset < end;
    }

    /** @throws UncheckedIOException if it cannot be read, also where it is not kept any more */
    @Override
    public Header next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            if (segment == null || offset >= segment.end()) {
                seek(offset);
            }
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on at an offset that is kept. */
    void skipTo(long target) throws IOException {
        if (segment == null || target < offset || target >= segment.end() || segment.near(target)[0] > offset) {
            seek(target);
        }
        while (offset < target) {
            read();
        }
    }

    private void seek(long target) throws IOException {
        Segment holder = segments.stream()
                .filter(s -> s.base() <= target && target < s.end())
                .findFirst()
                .orElseThrow(() -> new IOException("event " + target + " is not kept any more"));
        if (holder != segment) {
            close();
            segment = holder;
            in = FileChannel.open(segment.path(), StandardOpenOption.READ);
            block.limit(0);
        }
        long[] near = segment.near(target);
        offset = near[0];
        place = near[1];
        while (offset < target) {
            read();
        }
    }

    private Header read() throws IOException {
        ByteBuffer header = at(place, Segment.HEADER);
        bodySize = header.getInt();
        Header found = new Header(
                offset, header.getLong(), header.getLong(), new Entry.Id(header.getLong(), header.getLong()), bodySize);
        bodyAt = place + Segment.HEADER;
        segment.mark(offset, place);
        place = bodyAt + bodySize;
        offset++;
        return found;
    }

    /** The body of the event whose header was read last. */
    byte[] body() throws IOException {
        byte[] body = new byte[bodySize];
        if (bodySize <= BLOCK) {
            at(bodyAt, bodySize).get(body);
        } else {
            readFully(ByteBuffer.wrap(body), bodyAt);
        }
        return body;
    }

    private ByteBuffer at(long from, int length) throws IOException {
        if (from < blockAt || from + length > blockAt + block.limit()) {
            block.clear().limit((int) Math.min(BLOCK, segment.size() - from));
            readFully(block, from);
            blockAt = from;
        }
        return block.position((int) (from - blockAt));
    }

    private void readFully(ByteBuffer into, long from) throws IOException {
        long next = from;
        while (into.hasRemaining()) {
            int read = in.read(into, next);
            if (read < 0) {
                throw new IOException(segment.path() + " ends at byte " + next);
            }
            next += read;
        }
        into.flip();
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
            segment = null;
        }
    }
}
