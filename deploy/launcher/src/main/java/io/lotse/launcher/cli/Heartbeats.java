package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;

/** Says that an instance lives, from when it listens until told to stop. */
final class Heartbeats {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration SLOW_POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int CONNECT_MILLIS = 500;
    private static final int BEATS_PER_TIMEOUT = 3;

    private final ServiceRegistrar registrar;
    private final Instance instance;
    private final Duration startupTimeout;
    private final Consumer<String> say;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean failing;

    Heartbeats(ServiceRegistrar registrar, Instance instance, Duration startupTimeout, Consumer<String> say) {
        this.registrar = registrar;
        this.instance = instance;
        this.startupTimeout = startupTimeout;
        this.say = say;
    }

    void start() {
        Thread thread = new Thread(this::beat, "lotse-heartbeats");
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopped.countDown();
    }

    private void beat() {
        if (awaitListening()) {
            Duration pause = Duration.ZERO;
            while (!stoppedWithin(pause)) {
                pause = once();
            }
        }
    }

    /** Whether it listens; false once told to stop. */
    private boolean awaitListening() {
        long late = System.nanoTime() + startupTimeout.toNanos();
        boolean complained = false;
        while (!listens()) {
            if (!complained && System.nanoTime() > late) {
                complained = true;
                say.accept(instance.serviceId() + " does not listen at " + EndpointCommand.endpoint(instance)
                        + " after " + startupTimeout.toSeconds() + " s: it gets no requests until it does");
            }
            if (stoppedWithin(complained ? SLOW_POLL : POLL)) {
                return false;
            }
        }
        return true;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(instance.ipAddress(), instance.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** One heartbeat, and how long to wait for the next. */
    private Duration once() {
        try {
            Duration timeout = registrar.heartbeat(instance);
            if (failing) {
                failing = false;
                say.accept(instance.serviceId() + ": heartbeats are heard again, by " + registrar.node());
            }
            return timeout.dividedBy(BEATS_PER_TIMEOUT);
        } catch (Problem e) {
            return e.is(ProblemCode.UNKNOWN_INSTANCE) ? registerAgain() : complain(e.getMessage());
        } catch (Unreachable | Refusal e) {
            return complain(e.getMessage());
        }
    }

    private Duration registerAgain() {
        try {
            registrar.registerAgain(instance);
            say.accept(instance.serviceId() + " was forgotten and is registered again");
            return Duration.ZERO;
        } catch (Problem | Unreachable | Refusal e) {
            return complain(e.getMessage());
        }
    }

    private Duration complain(String reason) {
        if (!failing) {
            failing = true;
            say.accept(instance.serviceId() + ": heartbeats are not heard (" + reason + "); trying on");
        }
        return RETRY;
    }

    private boolean stoppedWithin(Duration time) {
        try {
            return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
