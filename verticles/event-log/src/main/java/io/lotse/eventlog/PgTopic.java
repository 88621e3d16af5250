package io.lotse.eventlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** A topic's rows in PostgreSQL, within a transaction. */
final class PgTopic {
    static final String CHANNEL = "lotse_events";
    private static final int SLICE = 10_000;

    private static final String MAKE = "INSERT INTO lotse_events.topic (name) VALUES ($1) ON CONFLICT DO NOTHING";
    private static final String STATE =
            "SELECT first_offset, end_offset, last_at, bytes FROM lotse_events.topic" + " WHERE name = $1";
    private static final String RECENT = "SELECT id_high, id_low, event_offset FROM lotse_events.event"
            + " WHERE topic = $1 AND id_high = ANY($2) AND stored_at >= $3 AND event_offset >= $4";
    private static final String INSERT = "INSERT INTO lotse_events.event"
            + " (topic, event_offset, stored_at, key, id_high, id_low, size, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    private static final String UPDATE =
            "UPDATE lotse_events.topic SET first_offset = $2, end_offset = $3, last_at = $4,"
                    + " bytes = $5 WHERE name = $1";
    private static final String TELL = "SELECT pg_notify('" + CHANNEL + "', $1)";
    private static final String OLDEST = "SELECT event_offset, stored_at, size FROM lotse_events.event WHERE topic = $1"
            + " AND event_offset >= $2 ORDER BY event_offset LIMIT " + SLICE;
    private static final String DELETE = "DELETE FROM lotse_events.event WHERE topic = $1 AND event_offset < $2";
    private static final String SINCE =
            "SELECT min(event_offset) AS place FROM lotse_events.event" + " WHERE topic = $1 AND stored_at >= $2";

    private final SqlConnection connection;
    private final String name;

    /** A topic's row. */
    record State(long first, long end, long lastAt, long bytes) {
        private static final State NONE = new State(0, 0, 0, 0);

        long time(long proposed) {
            return Math.max(proposed, lastAt);
        }
    }

    PgTopic(SqlConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** As it is now; nothing where it never had an event. */
    Future<State> state() {
        return state("");
    }

    private Future<State> state(String lock) {
        return connection.preparedQuery(STATE + lock).execute(Tuple.of(name)).map(rows -> {
            if (rows.size() == 0) {
                return State.NONE;
            }
            Row row = rows.iterator().next();
            return new State(
                    row.getLong("first_offset"),
                    row.getLong("end_offset"),
                    row.getLong("last_at"),
                    row.getLong("bytes"));
        });
    }

    /** Makes it where it is not there, and keeps others from changing it until the transaction ends. */
    Future<State> lock() {
        return connection.preparedQuery(MAKE).execute(Tuple.of(name)).compose(v -> state(" FOR UPDATE"));
    }

    /** Stores what was not stored a short while ago; the offsets of all, in their order. */
    Future<List<Long>> append(List<Entry> entries, long proposedAt) {
        return lock().compose(state -> {
            long at = state.time(proposedAt);
            return recent(entries, at, state).compose(known -> insert(entries, at, state, known));
        });
    }

    private Future<Map<Entry.Id, Long>> recent(List<Entry> entries, long at, State state) {
        Long[] ids = entries.stream().map(e -> e.id().high()).toArray(Long[]::new);
        Tuple asked = Tuple.of(name).addArrayOfLong(ids);
        asked.addLong(at - RecentIds.WINDOW_MILLIS).addLong(state.end() - RecentIds.MOST);
        return connection.preparedQuery(RECENT).execute(asked).map(rows -> {
            Map<Entry.Id, Long> known = new HashMap<>();
            rows.forEach(
                    r -> known.put(new Entry.Id(r.getLong("id_high"), r.getLong("id_low")), r.getLong("event_offset")));
            return known;
        });
    }

    private Future<List<Long>> insert(List<Entry> entries, long at, State state, Map<Entry.Id, Long> known) {
        List<Tuple> fresh = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        long end = state.end();
        long bytes = state.bytes();
        for (Entry entry : entries) {
            Long before = known.putIfAbsent(entry.id(), end);
            offsets.add(before == null ? end : before);
            if (before == null) {
                fresh.add(Tuple.of(
                                name,
                                end,
                                at,
                                entry.key(),
                                entry.id().high(),
                                entry.id().low())
                        .addInteger(entry.body().length)
                        .addBuffer(Buffer.buffer(entry.body())));
                bytes += entry.body().length;
                end++;
            }
        }
        if (fresh.isEmpty()) {
            return Future.succeededFuture(offsets);
        }
        State now = new State(state.first(), end, at, bytes);
        return connection
                .preparedQuery(INSERT)
                .executeBatch(fresh)
                .compose(v -> update(now))
                .compose(v -> connection.preparedQuery(TELL).execute(Tuple.of(name)))
                .map(offsets);
    }

    private Future<?> update(State now) {
        return connection
                .preparedQuery(UPDATE)
                .execute(Tuple.of(name, now.first(), now.end(), now.lastAt(), now.bytes()));
    }

    /** Drops what is too old, or too much; some at a time. */
    Future<Void> retain(long proposedAt, Limits limits) {
        return lock().compose(state -> connection
                .preparedQuery(OLDEST)
                .execute(Tuple.of(name, state.first()))
                .compose(oldest -> drop(state, oldest, state.time(proposedAt) - limits.ageMillis(), limits.bytes())));
    }

    private Future<Void> drop(State state, Iterable<Row> oldest, long before, long most) {
        long first = state.first();
        long bytes = state.bytes();
        for (Row row : oldest) {
            if (row.getLong("stored_at") >= before && bytes <= most) {
                break;
            }
            first = row.getLong("event_offset") + 1;
            bytes -= row.getInteger("size");
        }
        if (first == state.first()) {
            return Future.succeededFuture();
        }
        State now = new State(first, state.end(), state.lastAt(), bytes);
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(name, first))
                .compose(v -> update(now))
                .mapEmpty();
    }

    /** Where to begin: at an offset, at a time, or with the oldest event. */
    Future<Long> place(State state, Long from, Long since) {
        if (from != null) {
            return Future.succeededFuture(Math.max(state.first(), Math.min(from, state.end())));
        }
        return since == null
                ? Future.succeededFuture(state.first())
                : connection.preparedQuery(SINCE).execute(Tuple.of(name, since)).map(rows -> {
                    Long place = rows.iterator().next().getLong("place");
                    return place == null ? state.end() : place;
                });
    }
}
