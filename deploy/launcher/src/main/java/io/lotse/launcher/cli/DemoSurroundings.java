package io.lotse.launcher.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import picocli.CommandLine;

import io.lotse.contracts.registry.Instance;
import io.lotse.launcher.demo.DemoNode;
import io.lotse.launcher.demo.Surroundings;
import io.lotse.supervisor.RestartConfig;
import io.lotse.supervisor.RestartConfig.Policy;

/** Nodes and services for the demo, run as {@code lotse start} and {@code lotse run} do. */
final class DemoSurroundings implements Surroundings {
    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, String> environment;

    /** Passes on what the demo wants to know. */
    private record Watcher(Consumer<String> run, Consumer<String> say) implements ServiceRun.Watcher {
        @Override
        public void running(Instance instance) {
            run.accept(EndpointCommand.endpoint(instance).toString());
        }

        @Override
        public void complain(String line) {
            say.accept(line);
        }
    }

    /** One life of a service. */
    private record DemoServiceProcess(ServiceRun life) implements ServiceProcess {
        @Override
        public int run() {
            return life.run();
        }

        @Override
        public void stop() {
            life.stop();
        }
    }

    DemoSurroundings(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public NodeProcess node(Path home, String name, String join) {
        List<String> command = new ArrayList<>(ThisProgram.inASessionOfItsOwn());
        command.addAll(ThisProgram.java());
        command.addAll(
                List.of("start", "--name", name, "--data", home.resolve(name).toString(), "--no-detach"));
        if (join != null) {
            command.addAll(List.of("--join", join));
        }
        File said = home.resolve(name + ".log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("LOTSE_"));
        builder.environment().put("LOTSE_HOME", home.toString());
        try {
            return new DemoNodeProcess(name, builder.start(), home.resolve(name), said.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ServiceProcess service(
            DemoNode node,
            List<String> options,
            List<String> command,
            Path log,
            Consumer<String> running,
            Consumer<String> complain) {
        ServiceOptions service = CommandLine.populateCommand(new ServiceOptions(), options.toArray(String[]::new));
        URI control = URI.create(node.control());
        ServiceRegistrar registrar = new ServiceRegistrar(new MeshClient(() -> List.of(control)), service);
        List<String> apart = new ArrayList<>(ThisProgram.inASessionOfItsOwn());
        apart.addAll(command);
        Launcher launcher =
                new BindingLauncher(registrar, new CommandLaunch(apart), builder -> builder.redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.toFile())));
        return new DemoServiceProcess(new ServiceRun(
                registrar,
                launcher,
                command.get(0),
                instance -> RestartConfig.of(Policy.NO).begin(System::nanoTime, RandomGenerator.getDefault()),
                new PortGuard(new PortOwner()),
                new PortMoves(registrar, null, complain),
                STARTUP_TIMEOUT,
                new Watcher(running, complain)));
    }

    @Override
    public List<String> lotse(String... arguments) {
        List<String> command = new ArrayList<>(ThisProgram.java("-Xms8m", "-Xmx32m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public Optional<Path> program(String name) {
        return Executables.find(name, environment.get("PATH"));
    }
}
