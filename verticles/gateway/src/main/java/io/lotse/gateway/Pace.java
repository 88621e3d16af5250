package io.lotse.gateway;

import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;

/**
 * Lets a body go on at so many bytes a second: keeps a chunk while its stream rests, and sends it piece by piece. What follows
 * in the chain of filters sees nothing of it, so it has to be the last one.
 */
final class Pace implements BodyFilter {
    private static final long STEP_MILLIS = 20;
    private static final int UNTIMED = -1;

    private final Exchange exchange;
    private final ReadStream<Buffer> from;
    private final HttpServerResponse to;
    private final Vertx vertx;
    private final long rate;
    private Buffer kept;
    private long timer = UNTIMED;
    private long since;

    /** @param rate bytes a second */
    Pace(Exchange exchange, ReadStream<Buffer> from, long rate) {
        this.exchange = exchange;
        this.from = from;
        this.to = exchange.inbound().request().response();
        this.vertx = exchange.loop().vertx();
        this.rate = rate;
    }

    @Override
    public Buffer take(Buffer chunk) {
        kept = kept == null ? chunk : kept.copy().appendBuffer(chunk);
        from.pause();
        if (timer == UNTIMED) {
            since = now();
            timer = vertx.setPeriodic(STEP_MILLIS, t -> step());
        }
        return null;
    }

    private void step() {
        if (exchange.outcome() != Outcome.RUNNING) {
            stop();
            return;
        }
        long due = (long) ((double) (now() - since) * rate / TimeUnit.SECONDS.toNanos(1));
        if (due == 0 || to.writeQueueFull()) {
            return;
        }
        since = now();
        int sent = (int) Math.min(due, kept.length());
        to.write(kept.slice(0, sent));
        kept = sent == kept.length() ? null : kept.slice(sent, kept.length());
        if (kept == null) {
            stop();
            from.resume();
        }
    }

    private void stop() {
        vertx.cancelTimer(timer);
        timer = UNTIMED;
    }

    private long now() {
        return exchange.loop().nanoClock().getAsLong();
    }

    @Override
    public Buffer end() {
        if (timer != UNTIMED) {
            stop();
        }
        return kept;
    }
}
