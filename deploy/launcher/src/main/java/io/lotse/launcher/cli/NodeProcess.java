package io.lotse.launcher.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.LoggerFactory;

import io.lotse.launcher.config.ConfigReader.Configured;
import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.NodeStarter;
import io.lotse.launcher.config.RunningNode;

/** This process as a node: from the locks on its folder to the drain at its end. */
final class NodeProcess {
    private static final int ATTEMPTS = 3;
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final LotseHome home;
    private final NodeStarter starter;
    private final ServiceManager manager;
    private final PrintWriter out;
    private final PrintWriter err;

    /** @param manager is told how the node is */
    NodeProcess(LotseHome home, NodeStarter starter, ServiceManager manager, PrintWriter out, PrintWriter err) {
        this.home = home;
        this.starter = starter;
        this.manager = manager;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts the node, which serves until the process is told to end, and holds its folder for as long.
     *
     * @return {@link ExitCode#SERVES}
     */
    int run(Configured configured) {
        NodeConfig node = configured.node();
        System.setProperty(LogSetup.FOLDER, node.data().resolve("logs").toString());
        FolderLock folder = lock(node);
        try {
            Started started = start(configured);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, folder), "lotse-stop"));
            out.println(started.file().readyLine());
            out.flush();
            manager.ready(started.file().readyLine());
            manager.watch(started.node());
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        return ExitCode.SERVES;
    }

    /** A node that serves, and where that is written down. */
    record Started(RunningNode node, NodeFile file, NodeFiles files) {}

    Started start(Configured configured) {
        NodeConfig wished = configured.node();
        TakenPorts former = new TakenPorts(wished.data());
        Bound bound = bind(former.applyTo(configured), former.votes());
        NodeConfig config = bound.config();
        RunningNode node = bound.node();
        former.remember(config);
        StopMark.remove(config.data());
        NodeFiles files = new NodeFiles(home);
        NodeFile file = NodeFile.of(node.facts(), config.data());
        files.write(file);
        return new Started(node, file, files);
    }

    /** A node and the ports that it got. */
    private record Bound(RunningNode node, NodeConfig config) {}

    /** Others may take a port between the look whether it is free and the listener: then the node looks again. */
    private Bound bind(NodeConfig wished, boolean votes) {
        NodeConfig config = wished;
        for (int attempt = 1; true; attempt++) {
            try (PortClaims claims = new PortClaims(
                    home.folder().resolve(".run").resolve("claims"),
                    ProcessHandle.current().pid())) {
                config = config.with(new PortChooser(new PortOwner(), claims, this::say).choose(config, votes));
                return new Bound(
                        starter.start(config)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .get(),
                        config);
            } catch (ExecutionException e) {
                if (!isTakenPort(e) || attempt == ATTEMPTS || config.mode() == Mode.PRODUCTION) {
                    LoggerFactory.getLogger(NodeProcess.class)
                            .error("event=start_failed node={}", config.name(), e.getCause());
                    throw new Refusal(reason(e.getCause(), config));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refusal("interrupted while the node was starting");
            }
        }
    }

    private static FolderLock lock(NodeConfig node) {
        Path data = node.data();
        try {
            return FolderLock.tryTake(data.resolve("node.lock")).orElseThrow(() -> {
                Optional<NodeFile> file = NodeFile.read(data.resolve(NodeFile.NAME));
                return new Refusal("a node runs in " + data + " already"
                        + file.map(f -> " (" + f.name() + ", pid " + f.pid() + ")")
                                .orElse("")
                        + ": stop it, or give another --name or --data");
            });
        } catch (UncheckedIOException e) {
            throw new Refusal(
                    "the data folder " + data + " cannot be written: " + e.getCause() + ": give another --data");
        }
    }

    /** Netty's native transports have an exception of their own for it. */
    private static boolean isTakenPort(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable failure, NodeConfig config) {
        if (isTakenPort(failure)) {
            return "a port was taken while the node was starting (" + failure.getMessage() + "): start it again";
        }
        String what = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return "the node did not start: " + what + " ("
                + config.data().resolve("logs").resolve(LogSetup.FILE) + ")";
    }

    private void say(String line) {
        err.println("lotse: " + line);
        err.flush();
    }

    /** Runs while the process ends, whoever ends it. */
    private void end(Started started, FolderLock folder) {
        manager.stopping();
        started.files().remove(started.file());
        try {
            started.node().stop().toCompletionStage().toCompletableFuture().get(DRAIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LoggerFactory.getLogger(NodeProcess.class).warn("event=stop_incomplete", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        folder.close();
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
