package io.lotse.observer;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import io.lotse.contracts.health.HealthStatus;

/** One check that is under way: over at its timeout, and with it is whatever it opened. For one event loop only. */
final class Attempt {
    /** A check ends by its own timer; Vert.x gives a connection up later, so that neither waits for the other. */
    static final Duration CONNECT_MARGIN = Duration.ofSeconds(1);

    private final Promise<Finding> promise = Promise.promise();
    private final long startedAt = System.nanoTime();
    private final List<Runnable> opened = new ArrayList<>();
    private boolean connected;

    private Attempt() {}

    /** What {@code check} finds; what it fails with is found to be down. */
    static Future<Finding> run(Vertx vertx, Duration timeout, Function<Attempt, Future<Finding>> check) {
        Attempt attempt = new Attempt();
        long timer = vertx.setTimer(timeout.toMillis(), t -> attempt.promise.tryComplete(attempt.late(timeout)));
        check.apply(attempt)
                .onSuccess(attempt.promise::tryComplete)
                .onFailure(e -> attempt.promise.tryComplete(Finding.failed(null, attempt.reason(e))));
        return attempt.promise.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            attempt.opened.forEach(Runnable::run);
        });
    }

    /** Something was opened: it is closed when the check is over, at once if that is so already. */
    void opened(Runnable close) {
        connected = true;
        if (promise.future().isComplete()) {
            close.run();
        } else {
            opened.add(close);
        }
    }

    /** What is found now, with the time that it took. */
    Finding finding(HealthStatus status, String detail) {
        return new Finding(status, elapsed(), null, detail);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private Finding late(Duration timeout) {
        return Finding.failed(
                null, (connected ? "no answer" : "no connection") + " within " + timeout.toMillis() + " ms");
    }

    private String reason(Throwable e) {
        return e instanceof BadSetting ? e.getMessage() : reason(e, connected ? "broke off" : "no connection");
    }

    /** Why nothing came, for people. */
    static String reason(Throwable e, String what) {
        if (e instanceof ConnectException) {
            return "nothing listens there: connection refused or unreachable";
        }
        if (e instanceof UnknownHostException) {
            return "ip_address cannot be resolved";
        }
        return what + ": " + Foreign.quote(e.getMessage() == null ? e.toString() : e.getMessage());
    }
}
