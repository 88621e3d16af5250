package io.lotse.launcher.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.lotse.launcher.config.LotseHome;

/** {@code lotse stop}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        header = "Drain a node of this host and end it.",
        footer = {"", "Exit codes: 0 stopped, 1 none to stop or it did not end in time, 2 wrong options."})
final class StopCommand implements Callable<Integer> {
    /** A little more than the node itself gives its drain. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--name", paramLabel = "NODE", description = "This one. Default: $LOTSE_NAME, else the only one.")
    private String name;

    @Option(names = "--all", description = "All of this host.")
    private boolean all;

    StopCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<NodeFile> chosen = choose(new NodeFiles(LotseHome.of(environment)).live());
        List<Long> left = chosen.stream().map(LeftRunning::count).toList();
        long started = System.nanoTime();
        chosen.forEach(node -> StopMark.set(Path.of(node.data())));
        List<CompletableFuture<ProcessHandle>> ends =
                chosen.stream().map(StopCommand::terminate).toList();
        int exitCode = ExitCode.OK;
        for (int i = 0; i < chosen.size(); i++) {
            if (ended(ends.get(i))) {
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                spec.commandLine().getOut().println("stopped " + describe(chosen.get(i)) + " in " + Ages.text(took));
                LeftRunning.line(left.get(i)).ifPresent(spec.commandLine().getOut()::println);
            } else {
                exitCode = ExitCode.REFUSED;
                spec.commandLine()
                        .getErr()
                        .println("lotse: " + describe(chosen.get(i)) + " did not end within " + PATIENCE.toSeconds()
                                + " s: see " + chosen.get(i).data() + "/logs/" + LogSetup.FILE);
            }
        }
        return exitCode;
    }

    private List<NodeFile> choose(List<NodeFile> live) {
        String wanted = name != null ? name : environment.get("LOTSE_NAME");
        String names = String.join(", ", live.stream().map(NodeFile::name).toList());
        if (live.isEmpty()) {
            throw new Refusal("no node of this user runs on this host");
        }
        if (all) {
            return live;
        }
        if (wanted == null) {
            if (live.size() > 1) {
                throw new Refusal("several nodes run: give --name with one of " + names + ", or --all");
            }
            return live;
        }
        List<NodeFile> named =
                live.stream().filter(node -> node.name().equals(wanted)).toList();
        if (named.isEmpty()) {
            throw new Refusal("no node " + wanted + " runs on this host; there is " + names);
        }
        return named;
    }

    private static CompletableFuture<ProcessHandle> terminate(NodeFile node) {
        return node.process()
                .map(process -> {
                    process.destroy();
                    return process.onExit();
                })
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private static boolean ended(CompletableFuture<ProcessHandle> end) {
        try {
            end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String describe(NodeFile node) {
        return node.name() + " (pid " + node.pid() + ")";
    }
}
