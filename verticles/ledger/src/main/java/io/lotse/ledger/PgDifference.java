package io.lotse.ledger;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.ledger.ChangeHistory.StoredChange;

/** What a batch of commands changed, as rows: each table is written by one statement, however many commands there are. */
final class PgDifference {
    private static final String PUT = "INSERT INTO lotse.entry (key, value, create_revision, mod_revision)"
            + " SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) ON CONFLICT (key) DO UPDATE"
            + " SET value = excluded.value, create_revision = excluded.create_revision,"
            + " mod_revision = excluded.mod_revision";
    private static final String DELETE = "DELETE FROM lotse.entry WHERE key = ANY($1)";
    private static final String HISTORY = "INSERT INTO lotse.history (revision, changes, content)"
            + " SELECT * FROM unnest($1::bigint[], $2::integer[], $3::text[]) RETURNING revision, made_at";
    private static final String ATTEMPT = "INSERT INTO lotse.attempt (attempt, revision, outcome)"
            + " SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])";
    /** Requests are forgotten from the oldest on, up to the first that is to be kept. */
    private static final String FORGET =
            "DELETE FROM lotse.request WHERE revision < (SELECT revision FROM lotse.request"
                    + " WHERE abs(kept_at - $1) <= $2 ORDER BY revision LIMIT 1)";

    private static final String REQUEST =
            "INSERT INTO lotse.request (request_id, revision, fingerprint, outcome, kept_at)"
                    + " SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])"
                    + " ON CONFLICT (request_id) DO UPDATE SET revision = excluded.revision, outcome = excluded.outcome,"
                    + " fingerprint = excluded.fingerprint, kept_at = excluded.kept_at";
    private static final String ADVANCE = "UPDATE lotse.ledger SET revision = $1, request_time = $2"
            + " RETURNING pg_notify('" + PgDatabase.CHANNEL + "', '') IS NULL";

    private final Map<Long, List<StoredChange>> revisions = new TreeMap<>();
    private final Map<Long, KeptRequest> requests = new TreeMap<>();
    private final Map<Long, KeptAttempt> attempts = new TreeMap<>();
    private long revision;
    private Long requestTime;
    private OffsetDateTime madeAt;

    private record KeptRequest(String id, KeptOutcomes.Kept kept) {}

    private record KeptAttempt(String id, String outcome) {}

    /** The command made this revision. */
    void keep(Command command, long made, KeptOutcomes outcomes) {
        String id = command.transaction().requestId();
        if (id != null) {
            requests.put(made, new KeptRequest(id, outcomes.requests().get(id)));
        } else if (command.attempt() != null) {
            attempts.put(
                    made, new KeptAttempt(command.attempt(), outcomes.attempts().get(command.attempt())));
        }
        requestTime = outcomes.now() == Long.MIN_VALUE ? null : outcomes.now();
    }

    /** All that was made behind one revision up to another. */
    void take(ChangeHistory history, long after, long upTo) {
        revision = upTo;
        for (long covered = after; covered < upTo; ) {
            ChangeHistory.Part part = history.after(covered);
            revisions.putAll(part.changes());
            covered = part.revision();
        }
    }

    Changes changes(long after) {
        List<Change> told = new ArrayList<>();
        revisions.forEach((made, stored) -> stored.forEach(c -> told.add(
                new Change(made, c.key(), c.value() == null ? null : c.value().toEntry(c.key())))));
        return new Changes(after, revision, told);
    }

    /** Sends all statements at once; each future tells of one. */
    List<Future<?>> write(SqlConnection connection) {
        List<Future<?>> written = new ArrayList<>();
        writeEntries(connection, written);
        written.add(connection.preparedQuery(HISTORY).execute(historyRows()).onSuccess(this::noteMoment));
        if (!requests.isEmpty()) {
            written.add(connection.preparedQuery(FORGET).execute(Tuple.of(requestTime, KeptOutcomes.KEPT.toMillis())));
            written.add(connection.preparedQuery(REQUEST).execute(requestRows()));
        }
        if (!attempts.isEmpty()) {
            written.add(connection.preparedQuery(ATTEMPT).execute(attemptRows()));
        }
        written.add(connection.preparedQuery(ADVANCE).execute(Tuple.of(revision, requestTime)));
        return written;
    }

    private void noteMoment(RowSet<Row> rows) {
        for (Row row : rows) {
            if (row.getLong("revision") == revision) {
                madeAt = row.getOffsetDateTime("made_at");
            }
        }
    }

    /** When the last revision was made, by the database's clock; null before it is written. */
    OffsetDateTime madeAt() {
        return madeAt;
    }

    private void writeEntries(SqlConnection connection, List<Future<?>> written) {
        Map<String, StoredValue> puts = new TreeMap<>();
        Map<String, Boolean> deleted = new TreeMap<>();
        revisions
                .values()
                .forEach(changes -> changes.forEach(c -> {
                    if (c.value() == null) {
                        puts.remove(c.key());
                        deleted.put(c.key(), true);
                    } else {
                        puts.put(c.key(), c.value());
                        deleted.remove(c.key());
                    }
                }));
        if (!puts.isEmpty()) {
            List<StoredValue> values = List.copyOf(puts.values());
            written.add(connection
                    .preparedQuery(PUT)
                    .execute(Tuple.tuple()
                            .addArrayOfString(puts.keySet().toArray(String[]::new))
                            .addArrayOfString(
                                    values.stream().map(StoredValue::json).toArray(String[]::new))
                            .addArrayOfLong(values.stream()
                                    .map(StoredValue::createRevision)
                                    .toArray(Long[]::new))
                            .addArrayOfLong(values.stream()
                                    .map(StoredValue::modRevision)
                                    .toArray(Long[]::new))));
        }
        if (!deleted.isEmpty()) {
            written.add(connection
                    .preparedQuery(DELETE)
                    .execute(Tuple.tuple().addArrayOfString(deleted.keySet().toArray(String[]::new))));
        }
    }

    private Tuple historyRows() {
        return Tuple.tuple()
                .addArrayOfLong(revisions.keySet().toArray(Long[]::new))
                .addArrayOfInteger(revisions.values().stream().map(List::size).toArray(Integer[]::new))
                .addArrayOfString(
                        revisions.values().stream().map(PgDifference::content).toArray(String[]::new));
    }

    private Tuple requestRows() {
        List<KeptRequest> rows = List.copyOf(requests.values());
        return Tuple.tuple()
                .addArrayOfString(rows.stream().map(KeptRequest::id).toArray(String[]::new))
                .addArrayOfLong(requests.keySet().toArray(Long[]::new))
                .addArrayOfString(rows.stream().map(r -> r.kept().fingerprint()).toArray(String[]::new))
                .addArrayOfString(rows.stream().map(r -> r.kept().outcome()).toArray(String[]::new))
                .addArrayOfLong(rows.stream().map(r -> r.kept().at()).toArray(Long[]::new));
    }

    private Tuple attemptRows() {
        List<KeptAttempt> rows = List.copyOf(attempts.values());
        return Tuple.tuple()
                .addArrayOfString(rows.stream().map(KeptAttempt::id).toArray(String[]::new))
                .addArrayOfLong(attempts.keySet().toArray(Long[]::new))
                .addArrayOfString(rows.stream().map(KeptAttempt::outcome).toArray(String[]::new));
    }

    /** The values are JSON already: they go in as they are. */
    private static String content(List<StoredChange> changes) {
        StringBuilder json = new StringBuilder("[");
        for (StoredChange change : changes) {
            json.append(json.length() > 1 ? ",{\"key\":" : "{\"key\":").append(Json.encode(change.key()));
            if (change.value() != null) {
                json.append(",\"create_revision\":")
                        .append(change.value().createRevision())
                        .append(",\"value\":")
                        .append(change.value().json());
            }
            json.append('}');
        }
        return json.append(']').toString();
    }
}
