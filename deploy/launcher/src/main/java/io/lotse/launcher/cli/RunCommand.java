package io.lotse.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.registry.Instance;
import io.lotse.launcher.socket.InheritedSocket;
import io.lotse.supervisor.RestartConfig;
import io.lotse.supervisor.RestartConfig.Policy;

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
            "A restart keeps the port. The pause before it doubles from 0.5 s to 30 s; there",
            "are 10 restarts in a row, and one more each minute. When somebody takes the",
            "port before COMMAND listens, COMMAND is started with another, up to 5 times.",
            "At SIGTERM and SIGINT COMMAND gets no more requests, one second to answer those under",
            "way, then SIGTERM, and after 10 s SIGKILL.",
            "Exit codes: COMMAND's last; 1 refused, 2 wrong options, 126 not executable, 127 not found."
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

    @Option(
            names = "--restart",
            paramLabel = "no|on-failure|always",
            converter = RestartConverter.class,
            description = "When COMMAND is started again after it ended. Default: on-failure in development, else no.")
    private Policy restart;

    @Option(
            names = "--socket",
            paramLabel = "bind|inherit",
            defaultValue = "bind",
            converter = SocketConverter.class,
            description = "Whether COMMAND binds its port, or finds it bound and listening at descriptor 3 as from"
                    + " systemd (LISTEN_FDS), so that nobody can be faster. Default: ${DEFAULT-VALUE}.")
    private SocketMode socket;

    @Option(
            names = "--move",
            paramLabel = "yes|no",
            defaultValue = "yes",
            converter = MoveConverter.class,
            description =
                    "Whether COMMAND is started again at another port when it is asked to leave its own to a higher"
                            + " priority, and when a port that it had to wait for was handed over. Default: ${DEFAULT-VALUE}.")
    private Moving move;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "What to run, with its arguments.")
    private List<String> command;

    RunCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        if (service.name() == null) {
            throw wrongUsage("Missing required option: '--name=SERVICE'");
        }
        String program = command.get(0);
        if (Executables.find(program, environment().get("PATH")).isEmpty()) {
            throw Files.exists(Path.of(program))
                    ? new Refusal(ExitCode.NOT_EXECUTABLE, List.of(program + " cannot be run: is it executable?"))
                    : new Refusal(ExitCode.NOT_FOUND, List.of(program + ": command not found"));
        }
        ServiceRegistrar registrar = new ServiceRegistrar(new MeshClient(nodes()), service);
        Narrator narrator = new Narrator();
        ServiceRun run = new ServiceRun(
                registrar,
                launcher(registrar, narrator),
                program,
                instance -> RestartConfig.of(policy(registrar, instance))
                        .begin(System::nanoTime, RandomGenerator.getDefault()),
                new PortGuard(new PortOwner()),
                new PortMoves(registrar, move == Moving.YES ? null : "--move no", narrator::complain),
                Duration.ofSeconds(startupTimeout),
                narrator);
        Thread end = new Thread(() -> run.stop().ifPresent(Runtime.getRuntime()::halt), "lotse-run-stop");
        Runtime.getRuntime().addShutdownHook(end);
        return run.run();
    }

    private Launcher launcher(ServiceRegistrar registrar, Narrator narrator) {
        CommandLaunch launch = new CommandLaunch(command);
        if (socket == SocketMode.BIND) {
            return new BindingLauncher(registrar, launch, ProcessBuilder::inheritIO);
        }
        if (service.isUdp()) {
            throw new Refusal("--socket inherit: a listening socket is of TCP; leave it out, or --protocol udp");
        }
        InheritedSocket.unsupported().ifPresent(reason -> {
            throw new Refusal("--socket inherit: " + reason + "; leave it out");
        });
        return new InheritingLauncher(registrar, launch, ProcessBuilder::inheritIO, narrator::complain);
    }

    private Policy policy(ServiceRegistrar registrar, Instance instance) {
        if (restart != null) {
            return restart;
        }
        return registrar.isDevelopment(instance.environment()) ? Policy.ON_FAILURE : Policy.NO;
    }

    /** Tells people on stderr. */
    private final class Narrator implements ServiceRun.Watcher {
        @Override
        public void running(Instance instance) {
            String waits = instance.pendingPort() == null
                    ? ""
                    : " for now: port " + instance.pendingPort()
                            + " was asked for, and its holder is asked to leave it";
            complain("running " + instance.serviceName() + " at " + EndpointCommand.endpoint(instance) + " (id "
                    + instance.serviceId() + ")" + waits);
        }

        @Override
        public void complain(String line) {
            err().println("lotse: " + line);
            err().flush();
        }
    }

    /** {@code no}, {@code on-failure} or {@code always}. */
    static final class RestartConverter implements ITypeConverter<Policy> {
        @Override
        public Policy convert(String text) {
            return Policy.ofOption(text)
                    .orElseThrow(
                            () -> new TypeConversionException("'" + text + "' is none: give no, on-failure or always"));
        }
    }

    /** Whether it takes part in handing ports over. */
    private enum Moving {
        YES,
        NO
    }

    /** {@code yes} or {@code no}. */
    static final class MoveConverter implements ITypeConverter<Moving> {
        @Override
        public Moving convert(String text) {
            return switch (text) {
                case "yes" -> Moving.YES;
                case "no" -> Moving.NO;
                default -> throw new TypeConversionException("'" + text + "' is neither: give yes or no");
            };
        }
    }

    /** Who binds the port. */
    private enum SocketMode {
        BIND,
        INHERIT
    }

    /** {@code bind} or {@code inherit}. */
    static final class SocketConverter implements ITypeConverter<SocketMode> {
        @Override
        public SocketMode convert(String text) {
            return switch (text) {
                case "bind" -> SocketMode.BIND;
                case "inherit" -> SocketMode.INHERIT;
                default -> throw new TypeConversionException("'" + text + "' is neither: give bind or inherit");
            };
        }
    }
}
