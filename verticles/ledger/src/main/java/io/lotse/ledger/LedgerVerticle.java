package io.lotse.ledger;

import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/**
 * Serves the ledger to this node, and tells every node which ledger it is. Started means that it can be read; a node
 * that knew its ledger before starts without reaching it too, and serves what there is.
 */
public final class LedgerVerticle extends VerticleBase {
    private static final long CHECK_MILLIS = 1_000;

    private final LedgerConfig config;
    private final Consumer<Throwable> onLost;
    private Store store;

    /**
     * @param config how the node takes part
     * @param onLost told, on any thread, when this node can no longer keep its part of the ledger (its log cannot be
     *     written, or the ledger turns out to be another one): the process must say why and end
     */
    public LedgerVerticle(LedgerConfig config, Consumer<Throwable> onLost) {
        this.config = config;
        this.onLost = onLost;
    }

    @Override
    public Future<?> start() {
        Stores stores = new Stores(vertx, config, onLost);
        return stores.open().compose(opened -> {
            store = opened.store();
            opened.news().run();
            // before this, the answer to the question which ledger those are that this node joined would be its own
            here(opened.agreed())
                    .onSuccess(v -> LedgerContract.DESCRIBE.serve(
                            vertx.eventBus(), q -> Future.succeededFuture(store.describe())));
            return here(stores.reach(store)).compose(v -> serve()).recover(e -> closed(e));
        });
    }

    private <T> Future<T> closed(Throwable why) {
        return store.close().transform(v -> Future.failedFuture(why));
    }

    private Future<?> serve() {
        EventBus bus = vertx.eventBus();
        store.onChange(new ChangeTeller(context, changes -> LedgerContract.ADVANCED.publish(bus, changes)));
        vertx.setPeriodic(CHECK_MILLIS, id -> LedgerContract.CHECKED.publish(bus, store.status()));
        List<MessageConsumer<?>> served = List.of(
                LedgerContract.RANGE.serve(bus, q -> here(store.range(q))),
                LedgerContract.COMMIT.serve(bus, this::commit),
                LedgerContract.OUTCOME.serve(bus, q -> here(store.outcome(q))),
                LedgerContract.CHANGES.serve(bus, q -> here(store.changes(q))),
                LedgerContract.STATUS.serve(bus, q -> Future.succeededFuture(store.status())));
        return Future.all(served.stream().map(MessageConsumer::completion).toList());
    }

    private Future<Outcome> commit(Transaction transaction) {
        Validation.check(transaction);
        return here(store.commit(transaction));
    }

    /**
     * The same result on this verticle's context: a store's futures complete on its own threads, and what is registered
     * there would outlive the verticle.
     */
    private <T> Future<T> here(Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(v -> promise.handle(result)));
        return promise.future();
    }

    @Override
    public Future<?> stop() {
        return store == null ? Future.succeededFuture() : store.close();
    }
}
