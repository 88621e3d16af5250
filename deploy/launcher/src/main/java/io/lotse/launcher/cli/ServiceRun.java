package io.lotse.launcher.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.lotse.contracts.registry.Instance;

/** A service from its registration to its end. */
final class ServiceRun {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ServiceRegistrar registrar;
    private final List<String> command;
    private final Duration startupTimeout;
    private final Consumer<String> say;

    private Instance instance;
    private Process process;
    private boolean over;

    /**
     * @param command what to run; its arguments may hold {@code {port}} and {@code {host}}
     * @param startupTimeout how long the service may take before it listens without a complaint
     * @param say hears what people should know
     */
    ServiceRun(ServiceRegistrar registrar, List<String> command, Duration startupTimeout, Consumer<String> say) {
        this.registrar = registrar;
        this.command = command;
        this.startupTimeout = startupTimeout;
        this.say = say;
    }

    /** Runs it, and returns what it ended with. */
    int run() {
        Thread hook = new Thread(this::interrupted, "lotse-run-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        begin();
        say.accept("running " + registrar.serviceName() + " at " + EndpointCommand.endpoint(instance) + " (id "
                + instance.serviceId() + ")");
        Heartbeats heartbeats = new Heartbeats(registrar, instance, startupTimeout, say);
        heartbeats.start();
        int exitCode = await();
        heartbeats.stop();
        end();
        return exitCode;
    }

    private synchronized void begin() {
        instance = registrar.register();
        try {
            process = start();
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
        return builder.inheritIO().start();
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
            say.accept(instance.serviceId() + " stays registered: " + e.getMessage() + "; when a node answers: lotse"
                    + " deregister " + instance.serviceId());
        }
    }

    /** This process is to end: first the service does. */
    private synchronized void interrupted() {
        if (over || process == null) {
            return;
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
        Runtime.getRuntime().halt(process.exitValue());
    }
}
