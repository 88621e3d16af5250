package io.lotse.connection;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import io.lotse.connection.Outcome.Level;

/** One try: it comes to its end at its timeout at the latest, and frees then what it holds. */
final class Attempt {
    private static final int LONGEST_QUOTE = 120;

    private final Promise<Outcome> promise = Promise.promise();
    private final long startedAt = System.nanoTime();
    private Runnable free = () -> {};

    Attempt(Vertx vertx, Duration timeout) {
        long timer =
                vertx.setTimer(timeout.toMillis(), t -> unreached("no answer within " + timeout.toMillis() + " ms"));
        promise.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            free.run();
        });
    }

    /** Never fails. */
    Future<Outcome> outcome() {
        return promise.future();
    }

    /** What the try holds from now on; freed at once if it is over already. */
    void holds(Runnable toFree) {
        if (isOver()) {
            toFree.run();
        } else {
            free = toFree;
        }
    }

    boolean isOver() {
        return promise.future().isComplete();
    }

    void reached(String detail) {
        answered(Level.REACHED, detail);
    }

    void answered(Level level, String detail) {
        promise.tryComplete(new Outcome(level, Duration.ofNanos(System.nanoTime() - startedAt), detail));
    }

    void unreached(String detail) {
        promise.tryComplete(Outcome.unreached(detail));
    }

    /** What a failure means, in words. */
    static String reason(Throwable e) {
        if (isRefusal(e)) {
            return "connection refused: nothing listens at this port";
        }
        if (e instanceof UnknownHostException) {
            return "the name cannot be resolved: see its spelling, or the DNS server";
        }
        if (e instanceof ConnectException) {
            return "no connection: " + quote(e);
        }
        return "failed: " + quote(e);
    }

    static boolean isRefusal(Throwable e) {
        return e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused");
    }

    private static String quote(Throwable e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        String clipped = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
        return clipped.replaceAll("\\p{Cntrl}", " ");
    }
}
