package io.lotse.perf.ledger;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.ledger.LedgerConfig;
import io.lotse.ledger.LedgerVerticle;

/** A ledger of Lotse, asked as the registry asks it: over the event bus of the node. */
abstract class LedgerContender implements Contender {
    private static final int TRIES = 10;

    private final String name;
    private final Vertx vertx;
    private final Clock clock = Clock.systemUTC();

    LedgerContender(String name, Vertx vertx) {
        this.name = name;
        this.vertx = vertx;
    }

    void deploy(LedgerConfig config) {
        await(vertx.deployVerticle(new LedgerVerticle(config, lost -> {
            throw new IllegalStateException("the ledger is lost", lost);
        })));
    }

    /** Voters that have just started elect one first. */
    void awaitLeader() {
        Transaction nothing = Transaction.of(clock.instant(), List.of(), List.of());
        boolean made = false;
        for (int tries = 0; !made && tries < TRIES; tries++) {
            made = await(LedgerContract.COMMIT
                    .call(vertx.eventBus(), nothing)
                    .map(true)
                    .otherwise(false));
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within a minute", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<Outcome> allocate(int number) {
        return LedgerContract.COMMIT
                .call(vertx.eventBus(), Allocations.transaction(number, clock.instant()))
                .map(outcome -> {
                    if (!outcome.succeeded()) {
                        throw new IllegalStateException("not allocated: " + outcome);
                    }
                    return outcome;
                });
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
