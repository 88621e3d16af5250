package io.lotse.testsupport;

import java.util.concurrent.CompletionException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Operation;

/** Asks rooms over the event bus, and waits for what they answer: not on an event loop. */
public final class Bus {
    private Bus() {}

    /**
     * The answer.
     *
     * @throws CompletionException with the failure as its cause
     */
    public static <Q, R> R call(Vertx vertx, Operation<Q, R> operation, Q request) {
        return wait(operation.call(vertx.eventBus(), request));
    }

    /**
     * The failure.
     *
     * @throws AssertionError if there was an answer
     */
    public static <Q, R> ContractException failure(Vertx vertx, Operation<Q, R> operation, Q request) {
        R answer;
        try {
            answer = call(vertx, operation, request);
        } catch (CompletionException e) {
            return (ContractException) e.getCause();
        }
        throw new AssertionError(operation.address() + " did not fail, and answered " + answer);
    }

    /**
     * What a future comes to.
     *
     * @throws CompletionException with the failure as its cause
     */
    public static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
