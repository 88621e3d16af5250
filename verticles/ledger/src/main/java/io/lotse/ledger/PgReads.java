package io.lotse.ledger;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.OutcomeReply;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;

/** Reads from the database; again while that fails and a caller waits. Each answer is of one moment: one statement. */
final class PgReads {
    private static final long TRY_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 100;
    /** A page, or a part of the changes, ends behind so many bytes. */
    private static final int PART_BYTES = 4 << 20;

    private static final int PART_CHANGES = 10_000;
    /** No revision is this far, and there is room for further ones. */
    private static final long AHEAD = Long.MAX_VALUE / 2;

    /** One entry more than belongs to the page, if there is one: by it a further page is known. */
    private static final String PAGE =
            """
            SELECT %s, e.* FROM lotse.ledger l LEFT JOIN LATERAL (
                SELECT * FROM (
                    SELECT key, value, create_revision, mod_revision, coalesce(sum(octet_length(value))
                        OVER (ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING), 0) AS bytes
                    FROM lotse.entry WHERE key >= $1 AND key > $2 %s ORDER BY key LIMIT $3 + 1
                ) page WHERE bytes <= $4
            ) e ON true ORDER BY e.key""";

    private static final String PREFIXED = PAGE.formatted(PgDatabase.IDENTITY, "AND key < $5");
    private static final String ALL = PAGE.formatted(PgDatabase.IDENTITY, "");
    private static final String OUTCOME =
            """
            SELECT %s, r.request_id, r.fingerprint, r.outcome, r.kept_at
            FROM lotse.ledger l LEFT JOIN lotse.request r ON r.request_id = $1"""
                    .formatted(PgDatabase.IDENTITY);
    private static final String CHANGES =
            """
            SELECT %s, l.compacted, h.revision AS made, h.content, h.made_at,
                (SELECT s.made_at FROM lotse.history s WHERE s.revision = $1) AS after_made_at,
                (SELECT n.made_at FROM lotse.history n WHERE n.revision = l.revision) AS newest_made_at
            FROM lotse.ledger l LEFT JOIN LATERAL (
                SELECT * FROM (
                    SELECT revision, content, made_at, sum(changes) OVER w - changes AS before,
                        sum(octet_length(content)) OVER w - octet_length(content) AS bytes
                    FROM lotse.history WHERE revision > $1 AND revision <= $1 + $2
                    WINDOW w AS (ORDER BY revision)
                ) part WHERE before < $2 AND bytes < $3
            ) h ON true ORDER BY h.revision"""
                    .formatted(PgDatabase.IDENTITY);

    private final Vertx vertx;
    private final PgDatabase database;

    /**
     * What was found behind a revision.
     *
     * @param changes null where they are gone, or the asker is ahead
     * @param afterMadeAt when the revision was made that was asked with; null where that is forgotten
     * @param madeAt when the last of the changes was made, or without such the newest revision; null where that is not known
     */
    record Found(Changes changes, long revision, long compacted, OffsetDateTime afterMadeAt, OffsetDateTime madeAt) {}

    PgReads(Vertx vertx, PgDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    Future<RangePage> range(RangeRequest request) {
        String end = endOf(request.prefix());
        String after = request.after() == null ? "" : request.after();
        Tuple values = Tuple.of(request.prefix(), after, request.limit(), PART_BYTES);
        return patiently(() ->
                        database.query(end == null ? ALL : PREFIXED, end == null ? values : values.addString(end)))
                .map(rows -> page(rows, request.limit()));
    }

    private static RangePage page(RowSet<Row> rows, int limit) {
        List<Entry> entries = new ArrayList<>();
        long revision = 0;
        long bytes = 0;
        for (Row row : rows) {
            revision = row.getLong("revision");
            if (row.getString("key") == null) {
                break;
            }
            if (entries.size() == limit || bytes > PART_BYTES) {
                return new RangePage(
                        entries, revision, entries.get(entries.size() - 1).key());
            }
            StoredValue held = new StoredValue(
                    row.getString("value"), row.getLong("create_revision"), row.getLong("mod_revision"));
            entries.add(held.toEntry(row.getString("key")));
            bytes += held.json().length();
        }
        return new RangePage(entries, revision, null);
    }

    /** The first text behind all that begin with the prefix, by code points; null where there is none. */
    static String endOf(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                boolean beforeSurrogates = last + 1 == Character.MIN_SURROGATE;
                return prefix.substring(0, end)
                        + Character.toString(beforeSurrogates ? Character.MAX_SURROGATE + 1 : last + 1);
            }
        }
        return null;
    }

    Future<OutcomeReply> outcome(OutcomeQuery query) {
        return patiently(() -> database.query(OUTCOME, Tuple.of(query.requestId())))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    KeptOutcomes kept = new KeptOutcomes();
                    if (row.getString("request_id") != null) {
                        kept.restoreRequest(row.getString("request_id"), kept(row));
                    }
                    KeyValueState state = new KeyValueState(new ChangeHistory(1, 1));
                    state.restore(row.getLong("revision"), Map.of(), kept);
                    return state.outcome(query);
                });
    }

    static KeptOutcomes.Kept kept(Row row) {
        return new KeptOutcomes.Kept(row.getString("outcome"), row.getString("fingerprint"), row.getLong("kept_at"));
    }

    Future<Changes> changes(long after) {
        return patiently(() -> find(after)).map(found -> {
            if (after > found.revision()) {
                return new Changes(after, found.revision(), List.of());
            }
            if (found.changes() == null) {
                throw new ContractException(
                        ProblemCode.REVISION_COMPACTED,
                        "the changes behind revision " + after + " are gone, those behind " + found.compacted()
                                + " are kept: read all keys anew");
            }
            return found.changes();
        });
    }

    /** What is behind a revision, in one try. */
    Future<Found> find(long after) {
        Tuple values = Tuple.of(Math.min(after, AHEAD), PART_CHANGES, PART_BYTES);
        return database.query(CHANGES, values)
                .timeout(TRY_MILLIS, TimeUnit.MILLISECONDS)
                .map(rows -> {
                    Row state = rows.iterator().next();
                    long revision = state.getLong("revision");
                    long compacted = state.getLong("compacted");
                    boolean there = after >= compacted && after <= revision;
                    Changes part = there ? part(after, rows) : null;
                    return new Found(
                            part,
                            revision,
                            compacted,
                            state.getOffsetDateTime("after_made_at"),
                            part == null ? state.getOffsetDateTime("newest_made_at") : madeAt(rows));
                });
    }

    /** Of the last change; the revision's that was asked with where there is none. */
    private static OffsetDateTime madeAt(RowSet<Row> rows) {
        OffsetDateTime last = null;
        for (Row row : rows) {
            last = row.getOffsetDateTime(row.getLong("made") == null ? "after_made_at" : "made_at");
        }
        return last;
    }

    private static Changes part(long after, RowSet<Row> rows) {
        long covered = after;
        List<Change> changes = new ArrayList<>();
        for (Row row : rows) {
            if (row.getLong("made") != null) {
                covered = row.getLong("made");
                for (Object change : new JsonArray(row.getString("content"))) {
                    changes.add(change(covered, (JsonObject) change));
                }
            }
        }
        return new Changes(after, covered, changes);
    }

    private static Change change(long made, JsonObject change) {
        String key = change.getString("key");
        JsonObject value = change.getJsonObject("value");
        return new Change(
                made,
                key,
                value == null ? null : new Entry(key, value.getMap(), change.getLong("create_revision"), made));
    }

    private <T> Future<T> patiently(Supplier<Future<T>> read) {
        return attempt(read, System.nanoTime() + Commits.PATIENCE.toNanos());
    }

    private <T> Future<T> attempt(Supplier<Future<T>> read, long until) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        return read.get()
                .timeout(Math.max(1, Math.min(left, TRY_MILLIS)), TimeUnit.MILLISECONDS)
                .recover(e -> {
                    if (PgFaults.isOfTheCommand(e)) {
                        return Future.failedFuture(
                                ContractException.invalid("request", "cannot be looked for: " + PgFaults.reason(e)));
                    }
                    if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS) >= until) {
                        return Future.failedFuture(new ContractException(
                                ProblemCode.LEDGER_UNAVAILABLE,
                                "the ledger cannot be read: PostgreSQL at " + database.place() + ": "
                                        + PgFaults.reason(e) + ": try again later"));
                    }
                    return vertx.timer(PAUSE_MILLIS).compose(v -> attempt(read, until));
                });
    }
}
