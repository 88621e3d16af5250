package io.lotse.meshview;

import java.time.Clock;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A view, and a ledger with one instance that the view was not told of. */
abstract class ScriptedLedgerSetup {
    final MeshView view = new MeshView(Clock.systemUTC());
    Vertx vertx;
    ScriptedLedger ledger;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        ledger = new ScriptedLedger(vertx);
        ledger.makeUntold(Samples.instance(1, "a", "orders"));
    }

    @AfterEach
    void stop() {
        join(vertx.close());
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
