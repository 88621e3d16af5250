package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.lotse.testfaults.FreePorts;

/** Several nodes on this machine, each a process, in a home folder of their own. */
public final class Mesh implements AutoCloseable {
    private static final Set<Integer> GIVEN = new HashSet<>();

    private final Lotse lotse;
    private final List<NodeProcess> nodes = new CopyOnWriteArrayList<>();
    private final List<Process> services = new ArrayList<>();

    Mesh(Path home) {
        this.lotse = new Lotse(home);
    }

    Lotse lotse() {
        return lotse;
    }

    /** Starts a node on free ports. */
    NodeProcess start(String name, String... options) {
        String[] all = Stream.concat(
                        Stream.of(
                                "--gateway-port",
                                freePort(),
                                "--control-port",
                                freePort(),
                                "--cluster-port",
                                freePort(),
                                "--ledger-port",
                                freePort(),
                                NodeProcess.DNS_PORT,
                                freePort()),
                        Stream.of(options))
                .toArray(String[]::new);
        NodeProcess node = NodeProcess.start(lotse, name, all);
        nodes.add(node);
        return node;
    }

    /** Starts a node that joins another. */
    NodeProcess join(NodeProcess other, String name) {
        return start(name, "--join", clusterAddress(other));
    }

    /** The same with several, all at the same time. */
    List<NodeProcess> join(NodeProcess other, List<String> names) {
        String there = clusterAddress(other);
        List<CompletableFuture<NodeProcess>> starts = names.stream()
                .map(name -> CompletableFuture.supplyAsync(() -> start(name, "--join", there)))
                .toList();
        return starts.stream().map(CompletableFuture::join).toList();
    }

    /** Starts a node again as it was started first. */
    NodeProcess startAgain(NodeProcess former) {
        NodeProcess node = NodeProcess.startAgain(lotse, former);
        nodes.add(node);
        return node;
    }

    /** Where others join this node. */
    static String clusterAddress(NodeProcess node) {
        return Http.json(node.control() + "/api/v1/cluster").getJsonArray("members").stream()
                .map(io.vertx.core.json.JsonObject.class::cast)
                .filter(member -> member.getString("name").equals(node.name()))
                .findFirst()
                .orElseThrow()
                .getString("cluster");
    }

    /** Runs a service by {@code lotse run}, until the mesh is closed. */
    Process run(NodeProcess node, String service, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--restart", "no", "--control", node.control(), "--name", service));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(command(service));
        return lotse(service, arguments);
    }

    /** Runs any command by {@code lotse run}, until the mesh is closed; what it says goes to a file of its name. */
    Process runCommand(NodeProcess node, String service, List<String> options, List<String> command) {
        List<String> arguments = new ArrayList<>(List.of("run", "--control", node.control(), "--name", service));
        arguments.addAll(options);
        arguments.add("--");
        arguments.addAll(command);
        return lotse(service, arguments);
    }

    /** Runs a mock by {@code lotse mock}, until the mesh is closed; what it says goes to a file of its name. */
    Process mock(NodeProcess node, String service, Path document) {
        return lotse(
                service + "-mock",
                List.of("mock", service, "--control", node.control(), "--openapi", document.toString()));
    }

    /** What a service that was run said, and what was said of it. */
    String said(String service) {
        try (Stream<Path> files = Files.list(lotse.home())) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(f -> f.getFileName().toString().matches(service + "-\\d+\\.log"))
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process lotse(String service, List<String> arguments) {
        try {
            Process process = lotse.builder(arguments.toArray(String[]::new))
                    .redirectErrorStream(true)
                    .redirectOutput(lotse.home()
                            .resolve(service + "-" + services.size() + ".log")
                            .toFile())
                    .start();
            services.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a service that chooses its port and registers itself at a node, until the mesh is closed. */
    OwnPortService serve(NodeProcess node, String service) {
        try {
            Process process = new ProcessBuilder(command(service))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            services.add(process);
            return OwnPortService.register(node, process, service);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(String service) {
        return List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx32m",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                NamedService.class.getName(),
                service);
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A port that is free now and that no other test of this process was given. */
    public static String freePort() {
        synchronized (GIVEN) {
            while (true) {
                int port = FreePorts.next();
                if (GIVEN.add(port)) {
                    return Integer.toString(port);
                }
            }
        }
    }

    @Override
    public void close() {
        services.forEach(service -> {
            service.descendants().forEach(ProcessHandle::destroyForcibly);
            service.destroyForcibly();
        });
        nodes.forEach(NodeProcess::close);
    }
}
