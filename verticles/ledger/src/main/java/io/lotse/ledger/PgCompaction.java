package io.lotse.ledger;

import java.util.List;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ledger.Change;

/**
 * Forgets the changes that are more than the limits allow, and tries that nobody asks for any more; each time a tenth of the
 * limit has come on top. Any node may do it, one at a time does.
 */
final class PgCompaction {
    private static final Logger LOG = LoggerFactory.getLogger(PgCompaction.class);
    private static final long LOCK = 0x6C6F747366L;
    private static final String BEGIN = "BEGIN; SET LOCAL statement_timeout = '60s'";
    private static final String TURN = "SELECT pg_try_advisory_xact_lock($1) AS mine";
    private static final String CUT =
            """
            SELECT max(revision) AS cut FROM (
                SELECT revision, count(*) OVER w AS revisions, sum(changes) OVER w AS changes,
                    sum(octet_length(content)) OVER w AS bytes, row_number() OVER w AS place
                FROM lotse.history WINDOW w AS (ORDER BY revision DESC)
            ) kept WHERE (revisions > $1 OR changes > $1 OR bytes > $2) AND place > 1""";
    private static final String FORGET = "DELETE FROM lotse.history WHERE revision <= $1";
    private static final String REMEMBER = "UPDATE lotse.ledger SET compacted = greatest(compacted, $1)";
    /** Nobody waits for an answer that long. */
    private static final String FORGET_ATTEMPTS =
            "DELETE FROM lotse.attempt WHERE made_at < clock_timestamp() - interval '10 minutes'";

    private final PgDatabase database;
    private final LedgerConfig.Limits limits;
    private long changes;
    private long bytes;
    private boolean busy;

    PgCompaction(PgDatabase database, LedgerConfig.Limits limits) {
        this.database = database;
        this.limits = limits;
    }

    /** Further revisions, whoever made them. */
    void made(long revisions, List<Change> made) {
        changes += Math.max(revisions, made.size());
        bytes += made.stream().mapToLong(PgCompaction::size).sum();
        if (!busy && (changes > limits.changes() / 10 || bytes > limits.changeBytes() / 10)) {
            changes = 0;
            bytes = 0;
            busy = true;
            database.longConnection().compose(this::compact).onComplete(done -> {
                busy = false;
                if (done.failed()) {
                    LOG.warn("event=compaction_failed reason=\"{}\"", PgFaults.reason(done.cause()));
                }
            });
        }
    }

    /** Nearly: what a value takes as JSON is not known here. */
    private static long size(Change change) {
        return change.key().length()
                + (change.entry() == null
                        ? 0
                        : change.entry().value().toString().length());
    }

    private Future<Void> compact(SqlConnection connection) {
        return connection
                .query(BEGIN)
                .execute()
                .compose(v -> connection.preparedQuery(TURN).execute(Tuple.of(LOCK)))
                .compose(turn ->
                        turn.iterator().next().getBoolean("mine") ? cut(connection) : Future.<Void>succeededFuture())
                .compose(v -> connection.query("COMMIT").execute())
                .<Void>mapEmpty()
                .recover(e -> connection.query("ROLLBACK").execute().transform(v -> Future.failedFuture(e)))
                .eventually(connection::close);
    }

    private Future<Void> cut(SqlConnection connection) {
        return connection
                .preparedQuery(CUT)
                .execute(Tuple.of(limits.changes(), limits.changeBytes()))
                .compose(found -> {
                    Row row = found.iterator().next();
                    Long cut = row.getLong("cut");
                    return cut == null ? Future.succeededFuture() : forget(connection, cut);
                })
                .compose(v -> connection.query(FORGET_ATTEMPTS).execute())
                .mapEmpty();
    }

    /** The counter's row comes last: its lock is held for a moment only. */
    private static Future<?> forget(SqlConnection connection, long cut) {
        return connection.preparedQuery(FORGET).execute(Tuple.of(cut)).compose(v -> connection
                .preparedQuery(REMEMBER)
                .execute(Tuple.of(cut)));
    }
}
