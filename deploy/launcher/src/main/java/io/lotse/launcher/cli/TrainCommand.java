package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.vertx.core.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.lotse.launcher.config.HostPort;
import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.NodeConfig.Ports;
import io.lotse.launcher.config.NodeStarter;
import io.lotse.launcher.config.Role;
import io.lotse.launcher.config.RunningNode;

/**
 * {@code lotse train}: a short life of two nodes in a folder that is thrown away, for Java to note which classes they take.
 * The script runs it once for each build.
 */
@Command(name = "train", hidden = true, header = "Run a node for a moment, to prepare fast starts.")
final class TrainCommand implements Callable<Integer> {
    private static final String ADDRESS = "127.0.0.1";
    private static final String SERVICE = "trainee";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NodeStarter starter;

    @Spec
    private CommandSpec spec;

    TrainCommand(NodeStarter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path folder = Files.createTempDirectory("lotse-train");
        try {
            System.setProperty(LogSetup.FOLDER, folder.resolve("logs").toString());
            RunningNode first = start(config(folder.resolve("first"), List.of()));
            // one that joins takes other ways: it is no voter, and asks one
            RunningNode second =
                    start(config(folder.resolve("second"), List.of(first.facts().cluster())));
            use(first, folder);
            use(second, folder);
            done(second.stop());
            done(first.stop());
        } finally {
            delete(folder);
        }
        return ExitCode.OK;
    }

    private RunningNode start(NodeConfig config)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Files.createDirectories(config.data());
        return done(starter.start(config));
    }

    private static <T> T done(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What a user does first: register, look, call through the gateway, deregister. */
    private void use(RunningNode node, Path home) {
        Map<String, String> environment = Map.of(
                "LOTSE_HOME",
                home.toString(),
                ControlCommand.CONTROL_VARIABLE,
                node.facts().control());
        NodeFile.of(node.facts(), home).write(home.resolve("trained.json"));
        for (String line : List.of(
                "health",
                "register --name " + SERVICE + " --id " + SERVICE,
                "endpoint " + SERVICE,
                "services",
                "status",
                "ports list",
                "config show",
                "deregister " + SERVICE)) {
            Cli.commandLine(environment, starter)
                    .setOut(spec.commandLine().getOut())
                    .setErr(spec.commandLine().getErr())
                    .execute(line.split(" "));
        }
        try {
            new ControlClient(() -> List.of(URI.create(node.facts().gateway()))).get("/api/nobody/");
        } catch (Problem expected) {
            PrintWriter out = spec.commandLine().getOut();
            expected.lines().forEach(out::println);
        }
    }

    private static NodeConfig config(Path data, List<HostPort> join) throws IOException {
        List<Integer> ports = freePorts(5);
        return new NodeConfig(
                Mode.TEST,
                data.getFileName().toString(),
                data,
                SERVICE,
                ADDRESS,
                new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4)),
                join,
                Map.of(),
                EnumSet.allOf(Role.class));
    }

    /** Ports that the system would give to anybody: held together for a moment, so that they differ. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
