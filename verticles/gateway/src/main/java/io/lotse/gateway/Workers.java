package io.lotse.gateway;

import java.util.concurrent.Callable;

import io.vertx.core.Future;

/**
 * Does elsewhere what would hold up an event loop: one signature on an elliptic curve takes milliseconds, and anybody can send
 * tokens that are to be verified.
 */
interface Workers {
    <T> Future<T> run(Callable<T> work);
}
