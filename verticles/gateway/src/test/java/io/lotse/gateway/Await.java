package io.lotse.gateway;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;

/** Waits in a test's thread for what happens on event loops. */
final class Await {
    private Await() {}

    static <T> T result(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing happened within 20 s", e);
        }
    }

    static void done(Future<?> future) {
        result(future);
    }
}
