package io.lotse.launcher.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lotse.contracts.registry.Instance;
import io.lotse.supervisor.RestartConfig.Restarts;

/** A service from its registration to its end, started again when it crashes or when somebody took its port. */
final class ServiceRun {
    /** Hears what people should know. */
    interface Watcher {
        /** The instance is registered and its process was started. */
        void running(Instance instance);

        /** Something is not as it should be. */
        void complain(String line);
    }

    /** For the gateways to hear that it gets no requests, and for those under way. */
    private static final Duration DRAIN = Duration.ofSeconds(1);
    /** So often it is given another port because somebody was faster. */
    private static final int MOVES = 5;

    private final ServiceRegistrar registrar;
    private final Launcher launcher;
    private final String program;
    private final Function<Instance, Restarts> policy;
    private final PortGuard guard;
    private final PortMoves handingOver;
    private final Duration startupTimeout;
    private final Watcher watcher;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Instance instance;
    private Restarts restarts;
    private RunningCommand running;
    private Heartbeats heartbeats;
    private int moves;
    private boolean over;

    /**
     * @param launcher gives it a port and starts it
     * @param program what it runs, for people
     * @param policy gives what decides whether an instance is started again
     * @param guard tells whether somebody else has its port
     * @param handingOver its part in handing a port over
     * @param startupTimeout how long the service may take before it listens without a complaint
     * @param watcher hears what people should know
     */
    ServiceRun(
            ServiceRegistrar registrar,
            Launcher launcher,
            String program,
            Function<Instance, Restarts> policy,
            PortGuard guard,
            PortMoves handingOver,
            Duration startupTimeout,
            Watcher watcher) {
        this.registrar = registrar;
        this.launcher = launcher;
        this.program = program;
        this.policy = policy;
        this.guard = guard;
        this.handingOver = handingOver;
        this.startupTimeout = startupTimeout;
        this.watcher = watcher;
    }

    /** Runs it, and returns what it ended with at last; one that was stopped before does not run. */
    int run() {
        while (begin()) {
            watcher.running(instance);
            Life life = new Life(instance, running);
            int exitCode = life.live();
            if (!goesOn(life, exitCode)) {
                end();
                return exitCode;
            }
        }
        return ExitCode.REFUSED;
    }

    /** From one start of the command to its end. */
    private final class Life implements Heartbeats.Owner {
        private final Instance mine;
        private final RunningCommand command;
        private final long startedAt = System.nanoTime();
        private volatile boolean listened;
        private volatile String thief;
        private volatile PortMoves.Step step;

        Life(Instance mine, RunningCommand command) {
            this.mine = mine;
            this.command = command;
        }

        int live() {
            Heartbeats beating = new Heartbeats(registrar, mine, command.owners(), startupTimeout, this);
            began(beating);
            int exitCode = command.await();
            beating.stop();
            if (!listened) {
                guard.stranger(mine, command.process()).ifPresent(one -> thief = one);
            }
            return exitCode;
        }

        /** Somebody listens there: the command, or one who was faster. */
        @Override
        public boolean isOurs() {
            Optional<String> stranger = guard.stranger(mine, command.process());
            listened = stranger.isEmpty();
            stranger.ifPresent(one -> {
                thief = one;
                command.end();
            });
            return listened;
        }

        @Override
        public void settle() {
            handingOver.settle(mine);
        }

        @Override
        public boolean goesOn(ServiceRegistrar.Heard heard) {
            Optional<PortMoves.Step> next = handingOver.next(mine, heard);
            next.ifPresent(this::stopFor);
            return next.isEmpty();
        }

        private void stopFor(PortMoves.Step next) {
            step = next;
            registrar.down(mine, command.owners());
            if (!stoppedWithin(DRAIN)) {
                command.endWithAllBelow();
            }
        }

        @Override
        public void say(String line) {
            watcher.complain(line);
        }

        @Override
        public void unwanted(String reason) {
            watcher.complain(mine.serviceId() + ": " + reason + ": it ends");
            giveUp();
            command.end();
        }

        /** Why it did not come to listen at its port, for people. */
        String failure(int exitCode) {
            return thief != null ? "taken by " + thief : "it ended with exit code " + exitCode + " before it listened";
        }

        Duration lived() {
            return Duration.ofNanos(System.nanoTime() - startedAt);
        }
    }

    private synchronized boolean begin() {
        if (over) {
            return false;
        }
        try {
            Launcher.Launched launched = launcher.launch(instance);
            instance = launched.instance();
            restarts = restarts == null ? policy.apply(instance) : restarts;
            running = new RunningCommand(launched.process());
            return true;
        } catch (IOException e) {
            over = true;
            throw new Refusal(ExitCode.NOT_EXECUTABLE, List.of(program + " cannot be run: " + e.getMessage()));
        }
    }

    /** Nothing beats for what was stopped before. */
    private synchronized void began(Heartbeats beating) {
        if (!over) {
            heartbeats = beating;
            beating.start();
        }
    }

    /** Whether it is to be started again, after the pause that takes. */
    private boolean goesOn(Life life, int exitCode) {
        if (isOver()) {
            return false;
        }
        if (life.step != null) {
            startNextAt(handingOver.take(instance, life.step));
            return true;
        }
        Optional<Instance> former = life.listened ? Optional.empty() : handingOver.back(life.failure(exitCode));
        if (former.isPresent()) {
            startNextAt(former.get());
            return true;
        }
        if (life.thief != null) {
            return move(life.thief);
        }
        Optional<Duration> pause = restarts.afterEnd(exitCode, life.lived());
        if (pause.isEmpty()) {
            if (restarts.spent()) {
                watcher.complain(instance.serviceId() + " ended with exit code " + exitCode
                        + " once more, and is not started again: it did so too often");
            }
            return false;
        }
        watcher.complain(String.format(
                java.util.Locale.ROOT,
                "%s ended with exit code %d: started again in %.1f s",
                instance.serviceId(),
                exitCode,
                pause.get().toMillis() / 1000.0));
        registrar.down(instance, List.of(ProcessHandle.current().pid()));
        return !stoppedWithin(pause.get());
    }

    /** Gives the port up that somebody else has. */
    private boolean move(String thief) {
        moves++;
        String lost = "port " + instance.port() + " was taken by " + thief + " before " + instance.serviceId()
                + " listened there";
        if (moves > MOVES) {
            watcher.complain(lost + ", as " + MOVES + " ports before: given up");
            return false;
        }
        watcher.complain(lost + ": trying another");
        registrar.deregister(instance);
        startNextAt(null);
        return true;
    }

    /** @param next null for wherever it is given a port */
    private synchronized void startNextAt(Instance next) {
        instance = next;
    }

    private boolean stoppedWithin(Duration time) {
        try {
            return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /** What is unknown to the mesh need not be deregistered. */
    private synchronized void giveUp() {
        over = true;
    }

    private void end() {
        if (isLast()) {
            leave();
        }
    }

    /** Whether nobody ended it before; from now on it has ended. */
    private synchronized boolean isLast() {
        boolean last = !over;
        over = true;
        return last;
    }

    private void leave() {
        if (instance == null) {
            return;
        }
        try {
            registrar.deregister(instance);
        } catch (Problem | Unreachable e) {
            watcher.complain(instance.serviceId() + " stays registered: " + e.getMessage()
                    + "; when a node answers: lotse deregister " + instance.serviceId());
        }
    }

    /**
     * Deregisters the service, so that it gets no more requests, lets it answer those under way, and ends it by SIGTERM,
     * after a while by SIGKILL, however long the mesh takes to answer.
     *
     * @return what it ended with; empty if it does not run
     */
    OptionalInt stop() {
        stopped.countDown();
        if (!isLast() || running == null) {
            return OptionalInt.empty();
        }
        if (heartbeats != null) {
            heartbeats.stop();
        }
        Thread leaving = new Thread(this::leave, "lotse-run-leave");
        leaving.start();
        running.endsWithin(DRAIN);
        running.end();
        try {
            leaving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalInt.of(running.process().exitValue());
    }
}
