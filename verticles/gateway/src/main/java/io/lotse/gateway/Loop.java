package io.lotse.gateway;

import java.util.function.LongSupplier;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;

/**
 * What the exchanges of one event loop share.
 *
 * @param http1 connections to upstreams that speak HTTP/1.1
 * @param http2 connections to upstreams that speak HTTP/2, each for many requests at a time
 * @param deadlines watches the exchanges
 * @param quiet looks at the clients' connections now and then, whether anything moves there
 * @param nanoClock as {@link System#nanoTime()}
 * @param slowClients counts those that were cut off
 * @param drain how long a deregistered instance may go on with what runs there, in nanoseconds
 * @param leaving whether clients are told to leave
 * @param compressors what compresses answers
 */
record Loop(
        Vertx vertx,
        HttpClient http1,
        HttpClient http2,
        Deadlines deadlines,
        Deadlines quiet,
        LongSupplier nanoClock,
        SlowClients slowClients,
        long drain,
        Leaving leaving,
        Compressors compressors) {}
