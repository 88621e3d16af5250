package io.lotse.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables of a database to what this release wants: the numbered scripts that were not applied yet, all of them in
 * one transaction, while the other nodes wait.
 */
final class PgSchema {
    private static final Logger LOG = LoggerFactory.getLogger(PgSchema.class);
    private static final int OLDEST_SERVER = 130_000;
    private static final int CONNECT_SECONDS = 5;
    private static final int MIGRATE_SECONDS = 90;
    /** Any number that no other program takes: "lotse" as bytes. */
    private static final long LOCK = 0x6C6F747365L;

    /** In their order; one that was released is never changed. */
    private static final List<String> SCRIPTS = List.of("001-tables.sql", "002-views.sql");

    private static final String PATIENCE = "SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '60s';"
            + " SET LOCAL idle_in_transaction_session_timeout = '60s'";
    private static final String SERVER = "SELECT pg_is_in_recovery() AS standby,"
            + " current_setting('server_version_num')::integer AS version, current_setting('fsync') AS fsync,"
            + " to_regclass('lotse.migration') IS NOT NULL AS known";
    private static final String FIRST = "CREATE SCHEMA IF NOT EXISTS lotse;"
            + " CREATE TABLE lotse.migration (number integer PRIMARY KEY, name text NOT NULL, checksum bigint NOT NULL,"
            + " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())";

    private final Vertx vertx;
    private final PgConnectOptions options;

    /** @param name begins with its number */
    private record Script(String name, String sql) {
        int number() {
            return Integer.parseInt(name.substring(0, 3));
        }

        long checksum() {
            CRC32C crc = new CRC32C();
            crc.update(sql.getBytes(StandardCharsets.UTF_8));
            return crc.getValue();
        }
    }

    PgSchema(Vertx vertx, PgConnectOptions options) {
        this.vertx = vertx;
        this.options = options;
    }

    /**
     * Fails with {@link IllegalStateException} where the database is not fit, with what the connection failed with where it
     * cannot be reached.
     *
     * @return the id of the ledger that it keeps
     */
    Future<UUID> prepare() {
        return PgConnection.connect(vertx, options)
                .timeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .compose(connection -> connection
                        .begin()
                        .compose(transaction -> migrate(connection)
                                .compose(id -> transaction.commit().map(id)))
                        .timeout(MIGRATE_SECONDS, TimeUnit.SECONDS)
                        .eventually(connection::close));
    }

    private Future<UUID> migrate(SqlConnection connection) {
        return connection
                .query(PATIENCE)
                .execute()
                .compose(v -> connection
                        .preparedQuery("SELECT pg_advisory_xact_lock($1)")
                        .execute(Tuple.of(LOCK)))
                .compose(v -> connection.query(SERVER).execute())
                .compose(found -> begin(connection, found.iterator().next()))
                .compose(v -> connection
                        .query("SELECT number, name, checksum FROM lotse.migration")
                        .execute())
                .compose(applied -> apply(connection, missing(applied)))
                .compose(v ->
                        connection.query("SELECT ledger_id FROM lotse.ledger").execute())
                .map(rows -> rows.iterator().next().getUUID("ledger_id"))
                .recover(e -> Future.failedFuture(explain(e)));
    }

    private Future<?> begin(SqlConnection connection, Row server) {
        if (server.getBoolean("standby")) {
            return refused("is a standby: give the address of the primary");
        }
        if (server.getInteger("version") < OLDEST_SERVER) {
            return refused("is of version " + server.getInteger("version") / 10_000 + ": Lotse needs 13 or newer");
        }
        if (server.getString("fsync").equals("off")) {
            LOG.warn("event=postgres_without_fsync place={}", PgOptions.place(options));
        }
        return server.getBoolean("known")
                ? Future.succeededFuture()
                : connection.query(FIRST).execute();
    }

    private List<Script> missing(RowSet<Row> applied) {
        Map<Integer, Script> known = new TreeMap<>();
        SCRIPTS.stream().map(PgSchema::load).forEach(s -> known.put(s.number(), s));
        for (Row row : applied) {
            Script script = known.remove(row.getInteger("number"));
            if (script == null) {
                throw refusal("was used by a newer release of Lotse (it has " + row.getString("name")
                        + "): start that release or a newer one");
            }
            if (script.checksum() != row.getLong("checksum")) {
                throw refusal("was set up by another " + script.name()
                        + " than this release has: start the release that made it, or use a new database");
            }
        }
        return List.copyOf(known.values());
    }

    private Future<?> apply(SqlConnection connection, List<Script> scripts) {
        Future<?> applied = Future.succeededFuture();
        for (Script script : scripts) {
            applied = applied.compose(v -> connection.query(script.sql()).execute())
                    .compose(v -> connection
                            .preparedQuery("INSERT INTO lotse.migration (number, name, checksum) VALUES ($1, $2, $3)")
                            .execute(Tuple.of(script.number(), script.name(), script.checksum())))
                    .onSuccess(v ->
                            LOG.info("event=migrated place={} script={}", PgOptions.place(options), script.name()));
        }
        return applied;
    }

    private Throwable explain(Throwable e) {
        return PgFaults.has(e, PgFaults.NO_PRIVILEGE)
                ? refusal("does not let " + options.getUser() + " set up the ledger (" + PgFaults.reason(e)
                        + "): let it own the database, or GRANT CREATE ON DATABASE " + options.getDatabase())
                : e;
    }

    private <T> Future<T> refused(String why) {
        return Future.failedFuture(refusal(why));
    }

    private IllegalStateException refusal(String why) {
        return new IllegalStateException("ledger: PostgreSQL at " + PgOptions.place(options) + " " + why);
    }

    private static Script load(String name) {
        try (InputStream in = PgSchema.class.getResourceAsStream("postgres/" + name)) {
            return new Script(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
