package io.lotse.ledger;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/**
 * Makes several commands, one after the other, in one transaction of the database. Under the lock of the counter's row it
 * reads the part of the state that they are about, lets {@link KeyValueState} do to it what it does in the embedded
 * ledger, and writes down the difference.
 *
 * <p>The isolation level is READ COMMITTED on purpose: the lock makes writers take turns, and each statement behind it
 * sees all that was committed before. A snapshot for the whole transaction would be older than the lock, and fail
 * whenever somebody else wrote while it was waited for.
 */
final class PgBatch {
    /**
     * No time limit for statements here: a COMMIT that runs into it while it waits for a standby is acknowledged although
     * the standby does not have it. Locks and silence have limits of their own.
     */
    private static final String BEGIN = "BEGIN; SET LOCAL statement_timeout = 0";

    private static final String LOCK =
            "SELECT " + PgDatabase.IDENTITY + ", l.request_time, (SELECT s.made_at FROM lotse.history s"
                    + " WHERE s.revision = $1) AS seen_made_at FROM lotse.ledger l FOR UPDATE";
    private static final String ENTRIES =
            "SELECT key, create_revision, mod_revision FROM lotse.entry WHERE key = ANY($1)";
    private static final String REQUESTS = "SELECT request_id, fingerprint, outcome, kept_at FROM lotse.request"
            + " WHERE request_id = ANY($1) ORDER BY revision";
    private static final String ATTEMPTS = "SELECT attempt, outcome FROM lotse.attempt WHERE attempt = ANY($1)";

    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PgDatabase database;
    private final List<Command> commands;
    private final List<Made> made = new ArrayList<>();
    private final PgDifference difference = new PgDifference();
    private final long startedAt = System.nanoTime();
    private Changes changes;
    private boolean connected;
    private boolean commitSent;
    private boolean abandoned;

    /** What became of one command: an outcome, or the failure. */
    record Made(Outcome outcome, ContractException failure) {}

    PgBatch(PgDatabase database, List<Command> commands) {
        this.database = database;
        this.commands = commands;
    }

    /** Whether it may be committed, also where {@link #run} failed. */
    boolean mayBeMade() {
        return commitSent;
    }

    /** From now on it commits no more. */
    void abandon() {
        abandoned = true;
    }

    /**
     * From now on it commits no more, if it has no connection yet or waits for long; one that is at work is left alone, for
     * the sake of the others in it.
     *
     * @return whether it will not be made
     */
    boolean abandonIfStuck() {
        boolean atWork = connected && System.nanoTime() - startedAt < STUCK_NANOS;
        abandoned |= !commitSent && !atWork;
        return abandoned && !commitSent;
    }

    /** What it changed; null if nothing. */
    Changes changes() {
        return changes;
    }

    /** When the last of it was made, by the database's clock; null while that is not known. */
    OffsetDateTime madeAt() {
        return difference.madeAt();
    }

    /** To be called once; on one context, as all of this. Fails with what the database failed with. */
    Future<List<Made>> run() {
        return database.connection().compose(connection -> {
            connected = true;
            Future<Void> done = abandoned ? tooLate() : read(connection).compose(v -> write(connection));
            done.onComplete(v -> connection.close(), e -> giveBack(connection));
            return done.map(made);
        });
    }

    private void giveBack(SqlConnection connection) {
        connection.query("ROLLBACK").execute().onComplete(v -> connection.close());
    }

    private Future<Void> read(SqlConnection connection) {
        List<Transaction> asked = commands.stream().map(Command::transaction).toList();
        Future<?> begun = connection.query(BEGIN).execute();
        PgLineage.Seen seen = database.lineage().seen();
        Future<RowSet<Row>> state = connection.preparedQuery(LOCK).execute(Tuple.of(seen.revision()));
        Future<RowSet<Row>> entries = read(connection, ENTRIES, keys(asked));
        Future<RowSet<Row>> requests = read(
                connection,
                REQUESTS,
                asked.stream()
                        .map(Transaction::requestId)
                        .filter(Objects::nonNull)
                        .toList());
        Future<RowSet<Row>> attempts = read(
                connection,
                ATTEMPTS,
                commands.stream().map(Command::attempt).filter(Objects::nonNull).toList());
        return Future.all(begun, state, entries, requests, attempts).map(v -> {
            Row now = state.result().iterator().next();
            database.checkIdentity(now);
            database.lineage().check(seen, now.getLong("revision"), now.getOffsetDateTime("seen_made_at"));
            apply(now, entries.result(), kept(now, requests.result(), attempts.result()));
            return null;
        });
    }

    private static Future<RowSet<Row>> read(SqlConnection connection, String sql, List<String> wanted) {
        return connection.preparedQuery(sql).execute(Tuple.tuple().addArrayOfString(wanted.toArray(String[]::new)));
    }

    private static List<String> keys(List<Transaction> asked) {
        Set<String> keys = new HashSet<>();
        for (Transaction transaction : asked) {
            transaction.conditions().forEach(c -> keys.add(c.key()));
            for (Claim claim : transaction.claims()) {
                claim.candidates().forEach(keys::addAll);
                Objects.requireNonNullElse(claim.rivals(), List.<List<String>>of())
                        .forEach(keys::addAll);
            }
            transaction.mutations().forEach(m -> keys.add(m.key()));
        }
        return List.copyOf(keys);
    }

    private static KeptOutcomes kept(Row now, RowSet<Row> requests, RowSet<Row> attempts) {
        KeptOutcomes kept = new KeptOutcomes();
        Long time = now.getLong("request_time");
        if (time != null) {
            kept.restoreNow(time);
        }
        requests.forEach(r -> kept.restoreRequest(r.getString("request_id"), PgReads.kept(r)));
        attempts.forEach(a -> kept.keepAttempt(a.getString("attempt"), a.getString("outcome")));
        return kept;
    }

    private void apply(Row now, RowSet<Row> entries, KeptOutcomes kept) {
        Map<String, StoredValue> held = new TreeMap<>();
        // what a key holds decides nothing, only its revisions do
        entries.forEach(e -> held.put(
                e.getString("key"), new StoredValue("", e.getLong("create_revision"), e.getLong("mod_revision"))));
        long before = now.getLong("revision");
        ChangeHistory history = new ChangeHistory(Integer.MAX_VALUE, Long.MAX_VALUE);
        KeyValueState state = new KeyValueState(history);
        state.restore(before, held, kept);
        for (Command command : commands) {
            long revision = state.revision();
            made.add(apply(state, command));
            if (state.revision() > revision) {
                difference.keep(command, state.revision(), state.outcomes());
            }
        }
        if (state.revision() > before) {
            difference.take(history, before, state.revision());
            changes = difference.changes(before);
        }
    }

    private static Made apply(KeyValueState state, Command command) {
        try {
            return new Made(state.apply(command), null);
        } catch (ContractException e) {
            return new Made(null, e);
        } catch (RuntimeException e) {
            return new Made(null, new ContractException(ProblemCode.INTERNAL, "the command cannot be applied: " + e));
        }
    }

    private Future<Void> write(SqlConnection connection) {
        if (abandoned) {
            return tooLate();
        }
        List<Future<?>> written = changes == null ? List.of() : difference.write(connection);
        commitSent = true;
        Future<?> committed = connection.query("COMMIT").execute();
        // a transaction of which a statement was refused is rolled back by its COMMIT
        written.forEach(w -> w.onFailure(e -> commitSent &= !PgFaults.isAnswer(e)));
        List<Future<?>> all = new ArrayList<>(written);
        all.add(committed);
        return Future.all(all).mapEmpty();
    }

    private static Future<Void> tooLate() {
        return Future.failedFuture(new IllegalStateException("it took too long"));
    }

    /** A try that is known by its id. */
    static String newAttempt() {
        return UUID.randomUUID().toString();
    }
}
