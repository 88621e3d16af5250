package io.lotse.eventlog;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The events of a topic in segments. One thread changes it; any may read what is there. */
final class TopicLog {
    private final String name;
    private final TopicFiles files;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private final RecentIds ids = new RecentIds();
    /** The oldest event that is kept; all below were dropped. */
    private volatile long first;

    private volatile long end;
    private long lastAt = Long.MIN_VALUE;

    TopicLog(String name, TopicFiles files) {
        this.name = name;
        this.files = files;
    }

    long first() {
        return first;
    }

    long end() {
        return end;
    }

    long bytes() {
        return segments.stream().mapToLong(Segment::size).sum();
    }

    /** The time that counts in this topic: never earlier than that of the last event. */
    long time(long proposed) {
        return Math.max(proposed, lastAt);
    }

    /** Stores what was not stored a short while ago; the offsets of all, in their order. */
    List<Long> append(List<Entry> entries, long proposedAt, Limits limits) throws IOException {
        long at = time(proposedAt);
        ids.forget(at, first);
        List<Long> offsets = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            OptionalLong known = ids.find(entry.id());
            offsets.add(known.isPresent() ? known.getAsLong() : append(entry, at, limits));
        }
        retain(at, limits);
        return offsets;
    }

    private long append(Entry entry, long at, Limits limits) throws IOException {
        long offset = end;
        writable(at, limits).append(entry, at);
        lastAt = at;
        end = offset + 1;
        ids.add(new Header(offset, at, entry.key(), entry.id(), entry.body().length));
        ids.forget(at, first);
        return offset;
    }

    private Segment writable(long at, Limits limits) throws IOException {
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (last != null
                && last.size() < limits.segmentBytes()
                && (last.size() == 0 || at - last.firstAt() < limits.segmentMillis())) {
            return last;
        }
        if (last != null) {
            last.sync();
            last.close();
        }
        Segment fresh = new Segment(files.segment(name, end), end);
        segments.add(fresh);
        return fresh;
    }

    /** Drops segments that are too old, or too many. */
    void retain(long proposedAt, Limits limits) throws IOException {
        long at = time(proposedAt);
        while (!segments.isEmpty()) {
            Segment oldest = segments.get(0);
            boolean isOld = oldest.lastAt() < at - limits.ageMillis();
            boolean isTooMuch = segments.size() > 1 && bytes() - oldest.size() >= limits.bytes();
            if (!isOld && !isTooMuch) {
                return;
            }
            oldest.close();
            first = oldest.end();
            segments.remove(oldest);
            files.drop(oldest.path());
            ids.forget(at, first);
        }
    }

    /** Reads on from an offset, or from the oldest event where that is later; must be closed. */
    TopicReader read(long from) {
        return new TopicReader(segments, Math.max(from, first), end);
    }

    /** The first event that was stored then or later; the end where there is none. */
    long since(long at) throws IOException {
        for (Segment segment : segments) {
            if (segment.lastAt() >= at) {
                try (TopicReader reader = read(segment.base())) {
                    while (reader.hasNext()) {
                        Header header = reader.next();
                        if (header.at() >= at) {
                            return header.offset();
                        }
                    }
                }
            }
        }
        return end;
    }

    /** All that was written is on the disk from now on. */
    void sync() throws IOException {
        if (!segments.isEmpty()) {
            segments.get(segments.size() - 1).sync();
        }
    }

    void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
    }

    Stream<Path> paths() {
        return segments.stream().map(Segment::path);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(name);
        out.writeLong(first);
        out.writeLong(end);
        out.writeLong(lastAt);
        out.writeInt(segments.size());
        for (Segment segment : segments) {
            segment.write(out);
        }
    }

    static TopicLog read(DataInput in, TopicFiles files) throws IOException {
        String name = in.readUTF();
        TopicLog topic = new TopicLog(name, files);
        topic.first = in.readLong();
        topic.end = in.readLong();
        topic.lastAt = in.readLong();
        for (int i = in.readInt(); i > 0; i--) {
            topic.segments.add(Segment.read(in, files, name));
        }
        topic.findIds();
        return topic;
    }

    String name() {
        return name;
    }

    /** As they were: of the last events within the window. */
    private void findIds() throws IOException {
        try (TopicReader reader = read(Math.max(first, end - RecentIds.MOST))) {
            while (reader.hasNext()) {
                Header header = reader.next();
                if (header.at() >= lastAt - RecentIds.WINDOW_MILLIS) {
                    ids.add(header);
                }
            }
        }
    }
}
