package io.lotse.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;

import io.lotse.ledger.LedgerConfig.PostgresUri;

/** Several nodes' stores of one ledger in PostgreSQL. */
final class PgNodes implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<PgStore> stores = new ArrayList<>();
    private final List<Throwable> lost = new CopyOnWriteArrayList<>();

    PgDatabase database(String node, PostgresUri uri) {
        return new PgDatabase(vertx, PgOptions.parse(uri.text()), node, null, lost::add);
    }

    PgStore open(String node, PostgresUri uri, LedgerConfig.Limits limits) {
        PgDatabase database = database(node, uri);
        PgStore store = new PgStore(vertx, database, PgStore.describe(StoreConformance.get(database.ready())), limits);
        stores.add(store);
        return store;
    }

    PgStore open(String node, PostgresUri uri) {
        return open(node, uri, LedgerConfig.Limits.DEFAULT);
    }

    Vertx vertx() {
        return vertx;
    }

    List<Throwable> lost() {
        return lost;
    }

    @Override
    public void close() {
        stores.forEach(store -> StoreConformance.get(store.close()));
        StoreConformance.get(vertx.close());
    }
}
