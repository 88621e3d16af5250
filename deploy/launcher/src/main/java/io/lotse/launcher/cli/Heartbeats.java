package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.Protocol;
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
    private final List<Long> processes;
    private final Duration startupTimeout;
    private final Owner owner;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean failing;
    private boolean reported;

    /** Whose heartbeats they are. */
    interface Owner {
        /** Asked once somebody listens at the port: whether that is the instance. */
        boolean isOurs();

        /** Asked before each heartbeat: does first what the mesh should know before it. */
        void settle();

        /** Hears what the mesh said; false to send no more. */
        boolean goesOn(ServiceRegistrar.Heard heard);

        /** Hears what people should know. */
        void say(String line);

        /** Hears why the mesh will not have the instance any more; no heartbeat follows. */
        void unwanted(String reason);
    }

    /**
     * @param processes the ids of those that own the instance
     * @param startupTimeout how long it may take before it listens without a complaint
     * @param owner decides and hears
     */
    Heartbeats(
            ServiceRegistrar registrar, Instance instance, List<Long> processes, Duration startupTimeout, Owner owner) {
        this.registrar = registrar;
        this.instance = instance;
        this.processes = processes;
        this.startupTimeout = startupTimeout;
        this.owner = owner;
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
        report();
        if (awaitListening() && owner.isOurs()) {
            Duration pause = Duration.ZERO;
            while (!stoppedWithin(pause)) {
                pause = once();
            }
        }
    }

    /** Says who owns the instance, until that is heard. */
    private void report() {
        if (!reported) {
            reported = registrar.report(instance, processes);
        }
    }

    /** Whether it listens; false once told to stop. */
    private boolean awaitListening() {
        long late = System.nanoTime() + startupTimeout.toNanos();
        boolean complained = false;
        while (!listens()) {
            if (!complained && System.nanoTime() > late) {
                complained = true;
                owner.say(instance.serviceId() + " does not listen at " + EndpointCommand.endpoint(instance) + " after "
                        + startupTimeout.toSeconds() + " s: it gets no requests until it does");
            }
            if (stoppedWithin(complained ? SLOW_POLL : POLL)) {
                return false;
            }
        }
        return true;
    }

    private boolean listens() {
        if (instance.protocol() == Protocol.UDP) {
            return new PortOwner().isOpen(Protocol.UDP, instance.port());
        }
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
            owner.settle();
            ServiceRegistrar.Heard heard = registrar.heartbeat(instance);
            report();
            if (failing) {
                failing = false;
                owner.say(instance.serviceId() + ": heartbeats are heard again, by " + registrar.node());
            }
            if (!owner.goesOn(heard)) {
                stop();
            }
            return heard.timeout().dividedBy(BEATS_PER_TIMEOUT);
        } catch (Problem e) {
            return e.is(ProblemCode.UNKNOWN_INSTANCE) ? registerAgain() : complain(e.getMessage());
        } catch (Unreachable | Refusal e) {
            return complain(e.getMessage());
        }
    }

    private Duration registerAgain() {
        try {
            registrar.registerAgain(instance);
            reported = false;
            owner.say(instance.serviceId() + " was forgotten and is registered again");
            return Duration.ZERO;
        } catch (Problem e) {
            if (e.is(ProblemCode.UNKNOWN_ENVIRONMENT)) {
                stop();
                owner.unwanted("its environment, " + instance.environment() + ", was removed");
                return Duration.ZERO;
            }
            return complain(e.getMessage());
        } catch (Unreachable | Refusal e) {
            return complain(e.getMessage());
        }
    }

    private Duration complain(String reason) {
        if (!failing) {
            failing = true;
            owner.say(instance.serviceId() + ": heartbeats are not heard (" + reason + "); trying on");
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
