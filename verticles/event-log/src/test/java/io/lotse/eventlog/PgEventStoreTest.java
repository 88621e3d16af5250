package io.lotse.eventlog;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.lotse.testfaults.PostgresServer;

/** The events in PostgreSQL, with two nodes. */
class PgEventStoreTest extends EventStoreConformance {
    private static Vertx vertx;
    private static PgEventStore one;
    private static PgEventStore two;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        PgConnectOptions options =
                PgConnectOptions.fromUri(PostgresServer.shared().database());
        one = get(new PgEventStore(vertx, options).open());
        two = get(new PgEventStore(vertx, options).open());
    }

    @AfterAll
    static void stop() {
        get(one.close());
        get(two.close());
        get(vertx.close());
    }

    @Override
    EventStore store() {
        return one;
    }

    @Override
    EventStore other() {
        return two;
    }
}
