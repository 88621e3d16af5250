package io.lotse.eventlog;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.lotse.contracts.events.GroupState;

/**
 * How far a group has come in its topic, and what is in its consumers' hands. Knows no clock and reads no event: the same
 * calls lead to the same state, with every voter and in PostgreSQL.
 */
final class Group {
    /** So many events may be in somebody's hands, rest or wait for another of their key; then no more are looked at. */
    static final int MOST_OPEN = 10_000;

    private static final long LONGEST_REST_MILLIS = Duration.ofMinutes(10).toMillis();

    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private long visibility;
    private long backoff;
    private long next;
    private long dead;

    /**
     * An event that was handed out.
     *
     * @param until when it comes again
     * @param reason why it was refused; null where it was not
     */
    private record Pending(long key, int size, int attempts, long until, String reason) {
        private Pending until(long time) {
            return new Pending(key, size, attempts, time, reason);
        }
    }

    /** An event that was passed over, for an earlier one of its key is pending or waits. */
    private record Waiting(long key, int size) {}

    /** An event to be handed out. */
    record Given(long offset, int attempt, long until) {}

    /** An event that is given up. */
    record Dead(long offset, int attempts, String reason) {}

    /** What a fetch or a refusal led to. */
    record Outcome(List<Given> given, List<Dead> dead) {}

    /** What a consumer asks for. */
    record Wish(long now, int max, long maxBytes, Long visibility, int deliveries) {}

    Group(long next, long visibility, long backoff) {
        this.next = next;
        times(visibility, backoff);
    }

    void times(long visibilityMillis, long backoffMillis) {
        this.visibility = visibilityMillis;
        this.backoff = backoffMillis;
    }

    long next() {
        return next;
    }

    /** Goes on elsewhere, and forgets what was handed out. */
    void seek(long offset) {
        pending.clear();
        waiting.clear();
        next = offset;
    }

    /** Events before this are kept no more. */
    void trim(long first) {
        pending.headMap(first).clear();
        waiting.headMap(first).clear();
        next = Math.max(next, first);
    }

    /** Whether a fetch may change or hand out something. */
    boolean isReady(long now, long end) {
        if (next < end && open() < MOST_OPEN) {
            return true;
        }
        Set<Long> blocked = new HashSet<>();
        for (Pending p : pending.values()) {
            if (p.until() <= now && !blocked.contains(p.key())) {
                return true;
            }
            blocked.add(p.key());
        }
        return waiting.values().stream().anyMatch(w -> !blocked.contains(w.key()));
    }

    /** @param coming what the topic holds from {@link #next} on */
    Outcome fetch(Wish wish, Iterator<Header> coming) {
        return new Handing(wish).run(coming);
    }

    /** One fetch. */
    private final class Handing {
        private final Wish wish;
        private final long until;
        private final Set<Long> blocked = new HashSet<>();
        private final Set<Long> handedKeys = new HashSet<>();
        private final List<Given> given = new ArrayList<>();
        private final List<Dead> died = new ArrayList<>();
        private long bytes;

        private Handing(Wish wish) {
            this.wish = wish;
            this.until = wish.now() + (wish.visibility() == null ? visibility : wish.visibility());
        }

        private Outcome run(Iterator<Header> coming) {
            // of copies: an entry of a map says something else once another one was removed
            new TreeMap<>(pending).forEach(this::again);
            new TreeMap<>(waiting).forEach(this::takeWaiting);
            while (!isFull(0) && open() < MOST_OPEN && coming.hasNext()) {
                Header header = coming.next();
                if (blocked.contains(header.key())) {
                    waiting.put(header.offset(), new Waiting(header.key(), header.size()));
                } else if (isFull(header.size())) {
                    break;
                } else {
                    give(header.offset(), new Pending(header.key(), header.size(), 1, until, null));
                }
                next = header.offset() + 1;
            }
            return new Outcome(given, died);
        }

        /** Only the first of a key uses up a try: those behind it were not to blame. */
        private void again(long offset, Pending p) {
            if (blocked.contains(p.key())) {
                return;
            }
            boolean first = !handedKeys.contains(p.key());
            if (p.until() > wish.now()) {
                blocked.add(p.key());
            } else if (first && p.attempts() >= wish.deliveries()) {
                pending.remove(offset);
                die(offset, p, died);
            } else if (mayTake(p.key(), p.size())) {
                int attempts = first ? p.attempts() + 1 : p.attempts();
                give(offset, new Pending(p.key(), p.size(), attempts, until, null));
            }
        }

        private void takeWaiting(long offset, Waiting one) {
            if (mayTake(one.key(), one.size())) {
                waiting.remove(offset);
                give(offset, new Pending(one.key(), one.size(), 1, until, null));
            }
        }

        private boolean isFull(int more) {
            return given.size() >= wish.max() || (!given.isEmpty() && bytes + more > wish.maxBytes());
        }

        /** Where not, nothing behind it of its key may be taken either. */
        private boolean mayTake(long key, int size) {
            if (!blocked.contains(key) && isFull(size)) {
                blocked.add(key);
            }
            return !blocked.contains(key);
        }

        private void give(long offset, Pending p) {
            pending.put(offset, p);
            handedKeys.add(p.key());
            bytes += p.size();
            given.add(new Given(offset, p.attempts(), until));
        }
    }

    private void die(long offset, Pending p, List<Dead> died) {
        dead++;
        died.add(new Dead(offset, p.attempts(), p.reason() == null ? "nobody acknowledged it in time" : p.reason()));
    }

    /** Whether it was in somebody's hands or rested. */
    boolean ack(long offset) {
        return pending.remove(offset) != null;
    }

    /**
     * Lets an event rest, or gives it up.
     *
     * @param delay null for what the group says
     * @return whether it was in somebody's hands or rested
     */
    boolean nack(long offset, long now, Long delay, String reason, int deliveries, List<Dead> died) {
        Pending p = pending.remove(offset);
        if (p == null) {
            return false;
        }
        Pending refused = new Pending(p.key(), p.size(), p.attempts(), now + rest(p.attempts(), delay), reason);
        if (p.attempts() >= deliveries) {
            die(offset, refused, died);
            return true;
        }
        pending.put(offset, refused);
        // whoever has later ones of the key is to leave them: they come again behind this one
        for (Map.Entry<Long, Pending> later : pending.tailMap(offset, false).entrySet()) {
            if (later.getValue().key() == p.key()) {
                later.setValue(later.getValue().until(now));
            }
        }
        return true;
    }

    private long rest(int attempts, Long delay) {
        return delay != null
                ? delay
                : Math.min(LONGEST_REST_MILLIS, backoff << Math.min(20, Math.max(0, attempts - 1)));
    }

    /** Whether it is in somebody's hands or rests. */
    boolean extend(long offset, long now, Long longer) {
        return pending.computeIfPresent(offset, (o, p) -> p.until(now + (longer == null ? visibility : longer)))
                != null;
    }

    private int open() {
        return pending.size() + waiting.size();
    }

    GroupState state(String topic, String name, long end) {
        long done = next;
        done = pending.isEmpty() ? done : Math.min(done, pending.firstKey());
        done = waiting.isEmpty() ? done : Math.min(done, waiting.firstKey());
        return new GroupState(
                topic,
                name,
                done,
                next,
                pending.size(),
                waiting.size(),
                Math.max(0, end - next) + open(),
                dead,
                Duration.ofMillis(visibility),
                Duration.ofMillis(backoff));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(next);
        out.writeLong(visibility);
        out.writeLong(backoff);
        out.writeLong(dead);
        out.writeInt(pending.size());
        for (Map.Entry<Long, Pending> entry : pending.entrySet()) {
            Pending p = entry.getValue();
            out.writeLong(entry.getKey());
            out.writeLong(p.key());
            out.writeInt(p.size());
            out.writeInt(p.attempts());
            out.writeLong(p.until());
            out.writeBoolean(p.reason() != null);
            if (p.reason() != null) {
                out.writeUTF(p.reason());
            }
        }
        out.writeInt(waiting.size());
        for (Map.Entry<Long, Waiting> entry : waiting.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeLong(entry.getValue().key());
            out.writeInt(entry.getValue().size());
        }
    }

    static Group read(DataInput in) throws IOException {
        Group group = new Group(in.readLong(), in.readLong(), in.readLong());
        group.dead = in.readLong();
        for (int i = in.readInt(); i > 0; i--) {
            long offset = in.readLong();
            long key = in.readLong();
            int size = in.readInt();
            int attempts = in.readInt();
            long until = in.readLong();
            group.pending.put(offset, new Pending(key, size, attempts, until, in.readBoolean() ? in.readUTF() : null));
        }
        for (int i = in.readInt(); i > 0; i--) {
            group.waiting.put(in.readLong(), new Waiting(in.readLong(), in.readInt()));
        }
        return group;
    }
}
