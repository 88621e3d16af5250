package io.lotse.ledger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.testfaults.PostgresServer;

/** The store in PostgreSQL, with two nodes. */
class PgStoreTest extends StoreConformance {
    private static PgNodes nodes;
    private static Store one;
    private static Store two;

    @BeforeAll
    static void start() {
        PostgresUri uri = new PostgresUri(PostgresServer.shared().database());
        nodes = new PgNodes();
        one = nodes.open("one", uri);
        two = nodes.open("two", uri);
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Override
    Store store() {
        return one;
    }

    @Override
    Store other() {
        return two;
    }
}
