package io.lotse.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.registry.Instance;

/** {@code lotse run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run a service: with a port of its own, registered while it lives.",
        customSynopsis = {
            "lotse run --name SERVICE [OPTION...] [--] COMMAND [ARGUMENT...]",
            "Example: lotse run --name hello -- python3 -m http.server --bind {host} {port}",
            ""
        },
        description =
                "Registers the service, starts COMMAND, sends heartbeats while it lives, and deregisters it when it"
                        + " ends. Where its node does not answer, another node of the same mesh is told. It gets requests"
                        + " from when it listens at its port. COMMAND finds its port in $PORT and as {port} in its"
                        + " arguments, its address in $HOST and as {host}, and besides $LOTSE_SERVICE_ID and"
                        + " $LOTSE_CONTROL, the node's URL.%n",
        footer = {
            "",
            "SIGTERM and SIGINT end COMMAND by SIGTERM, after 10 s by SIGKILL.",
            "Exit codes: COMMAND's; 1 refused, 2 wrong options, 126 not executable, 127 not found."
        })
final class RunCommand extends ControlCommand {
    @Mixin
    private ServiceOptions service;

    @Option(
            names = "--startup-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Complain when it does not listen after so long. Default: ${DEFAULT-VALUE}.")
    private int startupTimeout;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "What to run, with its arguments.")
    private List<String> command;

    RunCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        String program = command.get(0);
        if (Executables.find(program, environment().get("PATH")).isEmpty()) {
            throw Files.exists(Path.of(program))
                    ? new Refusal(ExitCode.NOT_EXECUTABLE, List.of(program + " cannot be run: is it executable?"))
                    : new Refusal(ExitCode.NOT_FOUND, List.of(program + ": command not found"));
        }
        ServiceRegistrar registrar = new ServiceRegistrar(new MeshClient(nodes()), service);
        ServiceRun run = new ServiceRun(
                registrar, command, Duration.ofSeconds(startupTimeout), ProcessBuilder::inheritIO, new Narrator());
        Thread end = new Thread(() -> run.stop().ifPresent(Runtime.getRuntime()::halt), "lotse-run-stop");
        Runtime.getRuntime().addShutdownHook(end);
        return run.run();
    }

    /** Tells people on stderr. */
    private final class Narrator implements ServiceRun.Watcher {
        @Override
        public void running(Instance instance) {
            complain("running " + instance.serviceName() + " at " + EndpointCommand.endpoint(instance) + " (id "
                    + instance.serviceId() + ")");
        }

        @Override
        public void complain(String line) {
            err().println("lotse: " + line);
            err().flush();
        }
    }
}
