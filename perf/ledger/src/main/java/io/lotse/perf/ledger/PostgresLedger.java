package io.lotse.perf.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import io.lotse.ledger.LedgerConfig;
import io.lotse.ledger.LedgerConfig.Postgres;
import io.lotse.ledger.LedgerConfig.PostgresUri;

/** Lotse's ledger in a PostgreSQL server on this machine that writes to the disk before it answers. */
final class PostgresLedger extends LedgerContender {
    private final EmbeddedPostgres server;

    private PostgresLedger(String name, Vertx vertx, EmbeddedPostgres server) {
        super(name, vertx);
        this.server = server;
    }

    static PostgresLedger start(Path folder) throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        PostgresLedger ledger = new PostgresLedger("PostgreSQL " + checked(server), Vertx.vertx(), server);
        PostgresUri uri = new PostgresUri("postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres");
        ledger.deploy(new LedgerConfig("p", folder.resolve("p"), new Postgres(uri, false)));
        return ledger;
    }

    /** The version of a server that is set as it should be. */
    private static String checked(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_version')")) {
            found.next();
            if (!found.getString(1).equals("on") || !found.getString(2).equals("on")) {
                throw new IllegalStateException("PostgreSQL does not wait for its disk");
            }
            return found.getString(3);
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
