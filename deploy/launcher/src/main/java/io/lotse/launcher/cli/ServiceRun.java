package io.lotse.launcher.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.lotse.contracts.registry.Instance;

/** A service from its registration to its end. */
final class ServiceRun {
    /** Hears what people should know. */
    interface Watcher {
        /** The instance is registered and its process was started. */
        void running(Instance instance);

        /** Something is not as it should be. */
        void complain(String line);
    }

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ServiceRegistrar registrar;
    private final List<String> command;
    private final Duration startupTimeout;
    private final Consumer<ProcessBuilder> streams;
    private final Watcher watcher;

    private Instance instance;
    private Process process;
    private boolean over;

    /**
     * @param command what to run; its arguments may hold {@code {port}} and {@code {host}}
     * @param startupTimeout how long the service may take before it listens without a complaint
     * @param streams directs its input and output
     * @param watcher hears what people should know
     */
    ServiceRun(
            ServiceRegistrar registrar,
            List<String> command,
            Duration startupTimeout,
            Consumer<ProcessBuilder> streams,
            Watcher watcher) {
        this.registrar = registrar;
        this.command = command;
        this.startupTimeout = startupTimeout;
        this.streams = streams;
        this.watcher = watcher;
    }

    /** Runs it, and returns what it ended with; one that was stopped before does not run. */
    int run() {
        if (!begin()) {
            return ExitCode.REFUSED;
        }
        watcher.running(instance);
        Heartbeats heartbeats = new Heartbeats(registrar, instance, startupTimeout, watcher::complain);
        heartbeats.start();
        int exitCode = await();
        heartbeats.stop();
        end();
        return exitCode;
    }

    private synchronized boolean begin() {
        if (over) {
            return false;
        }
        instance = registrar.register();
        try {
            process = start();
            return true;
        } catch (IOException e) {
            registrar.deregister(instance);
            over = true;
            throw new Refusal(ExitCode.NOT_EXECUTABLE, List.of(command.get(0) + " cannot be run: " + e.getMessage()));
        }
    }

    private Process start() throws IOException {
        String port = Integer.toString(instance.port());
        String host = instance.ipAddress();
        ProcessBuilder builder = new ProcessBuilder(command.stream()
                .map(argument -> argument.replace("{port}", port).replace("{host}", host))
                .toList());
        Map<String, String> environment = builder.environment();
        environment.put("PORT", port);
        environment.put("HOST", host);
        environment.put("LOTSE_SERVICE_ID", instance.serviceId());
        environment.put(ControlCommand.CONTROL_VARIABLE, registrar.node().toString());
        streams.accept(builder);
        return builder.start();
    }

    private int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            return ExitCode.REFUSED;
        }
    }

    private synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        try {
            registrar.deregister(instance);
        } catch (Problem | Unreachable e) {
            watcher.complain(instance.serviceId() + " stays registered: " + e.getMessage()
                    + "; when a node answers: lotse" + " deregister " + instance.serviceId());
        }
    }

    /**
     * Ends the service by SIGTERM, after a while by SIGKILL, and deregisters it.
     *
     * @return what it ended with; empty if it does not run
     */
    synchronized OptionalInt stop() {
        if (over || process == null) {
            over = true;
            return OptionalInt.empty();
        }
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
        return OptionalInt.of(process.exitValue());
    }
}
