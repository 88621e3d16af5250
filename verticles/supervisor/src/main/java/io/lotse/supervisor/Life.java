package io.lotse.supervisor;

import java.time.Duration;
import java.util.List;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;

/** From a process's start, or from when it was found, to its end: whether it is ready, that it lives, and when it ends. */
final class Life {
    private static final long PROBE_MILLIS = 100;
    private static final long LOOK_MILLIS = 250;
    private static final long RETRY_MILLIS = 1_000;
    private static final int BEATS_PER_TIMEOUT = 3;
    /** One without a port counts as ready when it has lived for so long. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    /** Hears what becomes of it, on the event loop; nothing after it was told to stop. */
    interface Listener {
        /** What is kept of it now. */
        Kept kept();

        /** The instances that it needs, as far as they are registered. */
        List<String> needs();

        /** It is ready, for the first time. */
        void ready();

        /** It is not ready, though it has had its time. */
        void late(String reason);

        /** It ended; null where nobody saw with what. */
        void ended(Integer exitCode);

        /** The registry had forgotten it, and knows it again. */
        void registeredAgain(Instance instance);

        /** Something worth knowing, that changes nothing. */
        void note(String line);
    }

    private final Means means;
    private final Proc process;
    private final Process child;
    private final Listener listener;
    private final Context context;
    private final long startedAt = System.nanoTime();
    private boolean stopped;
    private boolean reported;
    private boolean failing;

    /** @param child null for one that was found */
    Life(Means means, Proc process, Process child, Listener listener) {
        this.means = means;
        this.process = process;
        this.child = child;
        this.listener = listener;
        this.context = Vertx.currentContext();
    }

    void start() {
        if (child != null) {
            child.onExit().thenAccept(over -> context.runOnContext(v -> end(over.exitValue())));
        } else {
            look();
        }
        report();
        probe();
    }

    void stop() {
        stopped = true;
    }

    Duration lived() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private void later(long millis, Runnable action) {
        means.vertx().setTimer(millis, t -> {
            if (!stopped) {
                action.run();
            }
        });
    }

    private void end(Integer exitCode) {
        if (!stopped) {
            stopped = true;
            listener.ended(exitCode);
        }
    }

    /** Nobody tells the end of a process that another started. */
    private void look() {
        means.blocking().run(() -> means.processes().runs(process)).onComplete(runs -> {
            if (runs.succeeded() && !runs.result()) {
                end(null);
            } else {
                later(LOOK_MILLIS, this::look);
            }
        });
    }

    private void probe() {
        Kept kept = listener.kept();
        means.readiness().check(kept).onComplete(answer -> {
            if (stopped) {
                return;
            }
            boolean settled = kept.spec().port() != null || lived().compareTo(SETTLED) > 0;
            if (answer.succeeded() && settled) {
                listener.ready();
                beat();
            } else if (lived().compareTo(kept.spec().startupTimeout()) > 0) {
                listener.late(answer.succeeded() ? "" : answer.cause().getMessage());
            } else {
                Duration pace = kept.spec().health() == null
                        ? Duration.ofMillis(PROBE_MILLIS)
                        : kept.spec().health().interval();
                later(Math.min(pace.toMillis(), Math.max(PROBE_MILLIS, lived().toMillis())), this::probe);
            }
        });
    }

    private void report() {
        Kept kept = listener.kept();
        if (kept.serviceId() != null) {
            means.registrar().report(kept, List.of(process.pid()), false).onSuccess(v -> reported = true);
        }
    }

    private void beat() {
        Kept kept = listener.kept();
        if (stopped || kept.serviceId() == null) {
            return;
        }
        if (!reported) {
            report();
        }
        means.registrar().heartbeat(kept).onComplete(reply -> {
            if (stopped) {
                return;
            }
            if (reply.succeeded()) {
                if (failing) {
                    failing = false;
                    listener.note("event=heartbeats_heard");
                }
                later(reply.result().timeout().toMillis() / BEATS_PER_TIMEOUT, this::beat);
            } else {
                missed(reply.cause());
            }
        });
    }

    private void missed(Throwable cause) {
        if (!failing) {
            failing = true;
            listener.note("event=heartbeats_not_heard reason=\"" + cause.getMessage() + "\"");
        }
        if (cause instanceof ContractException e && e.code() == ProblemCode.UNKNOWN_INSTANCE) {
            means.registrar().registerAgain(listener.kept(), listener.needs()).onComplete(again -> {
                if (!stopped && again.succeeded()) {
                    reported = false;
                    listener.registeredAgain(again.result());
                }
                later(RETRY_MILLIS, this::beat);
            });
        } else {
            later(RETRY_MILLIS, this::beat);
        }
    }
}
