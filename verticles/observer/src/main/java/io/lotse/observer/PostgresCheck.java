package io.lotse.observer;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;
import io.lotse.contracts.registry.Instance;

/** One query over a connection of its own: that it answers, and how many of the connections that it takes are in use. */
final class PostgresCheck implements Check {
    private static final String QUERY =
            """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS in_use,
                   current_setting('max_connections')::bigint AS most,
                   current_setting('server_version') AS version,
                   extract(epoch FROM now() - pg_postmaster_start_time())::float8 AS uptime""";

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NOT_ALLOWED = "28000";
    private static final String TOO_MANY = "53300";
    private static final String NO_DATABASE = "3D000";

    private final Vertx vertx;
    private final Duration timeout;

    PostgresCheck(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.timeout = timeout;
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(Endpoints.reachableAt(instance.ipAddress()))
                .setPort(instance.port())
                .setUser(settings.option("user", "postgres"))
                .setPassword(settings.password(""))
                .setDatabase(settings.option("database", "postgres"))
                .addProperty("application_name", "lotse-observer")
                .setReconnectAttempts(0);
        return Attempt.run(vertx, timeout, attempt -> PgConnection.connect(vertx, options)
                .compose(connection -> {
                    attempt.opened(connection::close);
                    return connection.query(QUERY).execute();
                })
                .map(rows -> judge(attempt, rows.iterator().next()))
                .recover(PostgresCheck::refused));
    }

    /** Its own connection is not counted. */
    private static Finding judge(Attempt attempt, Row row) {
        long inUse = Math.max(0, row.getLong("in_use") - 1);
        long most = row.getLong("most");
        Vitals vitals = new Vitals(
                null,
                null,
                null,
                Math.min(1.0, (double) inUse / most),
                null,
                Foreign.quote(row.getString("version")),
                Foreign.seconds(row.getDouble("uptime")));
        String detail = "answered a query; " + inUse + " of " + most + " connections are in use";
        return new Finding(HealthStatus.UP, attempt.elapsed(), null, detail, vitals);
    }

    private static Future<Finding> refused(Throwable e) {
        if (!(e instanceof PgException told)) {
            return Future.failedFuture(e);
        }
        String hint =
                switch (told.getSqlState() == null ? "" : told.getSqlState()) {
                    case WRONG_PASSWORD, NOT_ALLOWED -> ": give user and password_env in observer_config.json";
                    case TOO_MANY -> ": all connections are in use, raise max_connections or use fewer";
                    case NO_DATABASE -> ": give database (health_database)";
                    default -> "";
                };
        return Future.succeededFuture(Finding.failed(
                null, "answered " + told.getSqlState() + " " + Foreign.quote(told.getErrorMessage()) + hint));
    }
}
