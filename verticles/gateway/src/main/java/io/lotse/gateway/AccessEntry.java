package io.lotse.gateway;

import java.time.Instant;

/**
 * What the access log says of one request. Texts are as they came: the format makes them harmless. Null is what there is none of.
 *
 * @param time when its head had come
 * @param client the address it came from; with trusted proxies the one behind them
 * @param user who was authenticated
 * @param target path and query as they came
 * @param status what was answered; 0 if the client left before
 * @param bytesIn the request's body
 * @param bytesOut the answer's body
 * @param nanos until all of it was over
 * @param firstByteNanos until the head of the upstream's answer had come; -1 if none did
 * @param upstream the instance that was asked last, HOST:PORT
 * @param tries how often it was sent to an upstream
 * @param outcome how it ended; failed for a problem or an answer that was cut off
 */
record AccessEntry(
        Instant time,
        String client,
        String user,
        String method,
        String host,
        String target,
        String protocol,
        int status,
        long bytesIn,
        long bytesOut,
        long nanos,
        long firstByteNanos,
        String upstream,
        int tries,
        String route,
        String environment,
        String requestId,
        String traceId,
        String cache,
        String userAgent,
        String referer,
        Outcome outcome) {
    boolean isError() {
        return status >= 500 || outcome == Outcome.FAILED && status < 400 || outcome == Outcome.CLIENT_LEFT;
    }
}
