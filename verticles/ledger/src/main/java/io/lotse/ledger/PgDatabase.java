package io.lotse.ledger;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database that keeps the ledger: a few connections, and whether it is the right one. */
final class PgDatabase {
    static final String CHANNEL = "lotse_ledger";

    /** In which answers say whose they are; every one is checked, so that no reconnect can lead astray. */
    static final String IDENTITY = "l.ledger_id, l.revision, pg_is_in_recovery() AS standby";

    private static final Logger LOG = LoggerFactory.getLogger(PgDatabase.class);
    private static final int CONNECTIONS = 4;
    /** The poll of every second keeps one connection alive; one that says nothing for longer is stuck. */
    private static final int SILENCE_SECONDS = 3;
    /** A server may be told to acknowledge what is not on its disk: not for the ledger. */
    private static final String SAFE_COMMITS = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'";

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final PgSchema schema;
    private final Consumer<Throwable> onLost;
    private final Pool pool;
    private final PgLineage lineage;
    private volatile UUID ledgerId;
    private Future<UUID> ready;

    /**
     * @param parsed what the URI says
     * @param ledgerId the ledger that it must be; null if that is not known yet
     * @param onLost told when it turns out to be another one
     */
    PgDatabase(Vertx vertx, PgConnectOptions parsed, String node, UUID ledgerId, Consumer<Throwable> onLost) {
        this.vertx = vertx;
        this.options = PgOptions.ofNode(parsed, node);
        this.schema = new PgSchema(vertx, options);
        this.lineage = new PgLineage(PgOptions.place(options));
        this.ledgerId = ledgerId;
        this.onLost = onLost;
        this.pool = PgBuilder.pool()
                .using(vertx)
                .with(new PoolOptions()
                        .setName("ledger-" + node)
                        .setMaxSize(CONNECTIONS)
                        .setConnectionTimeout(2)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .with(new NetClientOptions()
                        .setConnectTimeout(2_000)
                        .setTcpKeepAlive(true)
                        .setReadIdleTimeout(SILENCE_SECONDS))
                .withConnectHandler(PgDatabase::setUp)
                .connectingTo(options)
                .build();
    }

    /** The database keeps a ledger that is not this node's: no later try can succeed. */
    static final class OtherLedger extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private OtherLedger(String message) {
            super(message);
        }
    }

    private static void setUp(SqlConnection connection) {
        connection.query(SAFE_COMMITS).execute().onComplete(done -> connection.close());
    }

    /** What this node has seen of it. */
    PgLineage lineage() {
        return lineage;
    }

    /** {@code HOST:PORT/DATABASE}. */
    String place() {
        return PgOptions.place(options);
    }

    /**
     * Done when the database has been reached once, has the tables, and is the right one; tried again at the next call
     * where that failed.
     */
    synchronized Future<UUID> ready() {
        if (ready == null || ready.failed()) {
            ready = schema.prepare().map(found -> {
                UUID known = ledgerId;
                if (known != null) {
                    check(found);
                }
                ledgerId = found;
                return found;
            });
        }
        return ready;
    }

    /** The first row of the answer must have the columns of {@link #IDENTITY}. */
    Future<RowSet<Row>> query(String sql, Tuple values) {
        return ready().compose(v -> {
            PgLineage.Seen before = lineage.seen();
            return pool.preparedQuery(sql).execute(values).map(rows -> {
                Row first = rows.iterator().next();
                checkIdentity(first);
                lineage.check(before, first.getLong("revision"), null);
                return rows;
            });
        });
    }

    Future<SqlConnection> connection() {
        return ready().compose(v -> pool.getConnection());
    }

    /** For what takes longer than others wait; not of the pool. */
    Future<PgConnection> longConnection() {
        return ready().compose(v -> PgConnection.connect(vertx, options));
    }

    /** Looks at the columns of {@link #IDENTITY}. */
    void checkIdentity(Row answer) {
        if (answer.getBoolean("standby")) {
            throw new IllegalStateException("it is a standby: give the address of the primary");
        }
        check(answer.getUUID("ledger_id"));
    }

    private void check(UUID found) {
        if (!found.equals(ledgerId)) {
            OtherLedger another = new OtherLedger("ledger: this node belongs to ledger " + ledgerId
                    + ", and PostgreSQL at " + place() + " keeps ledger " + found
                    + ": give the URI of the right database, or use a new data folder");
            onLost.accept(another);
            throw another;
        }
    }

    /** Not connected yet. */
    PgSubscriber subscriber() {
        return PgSubscriber.subscriber(vertx, options);
    }

    Future<Void> close() {
        return pool.close().onFailure(e -> LOG.debug("event=postgres_close_failed", e));
    }
}
