package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.demo.Demo;

/** {@code lotse demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "Show it all: three nodes, five services and a light load.",
        description = {
            "Starts everything on free ports of this machine and says where to look.",
            "Ctrl-C ends it all and leaves nothing behind."
        },
        footer = {"", "Exit codes: 0 ended, 1 something did not start, 2 wrong options."})
final class DemoCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "End after so long, such as 30s or 5m. Default: Ctrl-C.")
    private Duration duration;

    DemoCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = LotseHome.of(environment).folder().resolve("demo");
        Files.createDirectories(home);
        Path folder = Files.createTempDirectory(home, "");
        Demo demo = new Demo(new DemoSurroundings(environment), folder, this::print);
        AtomicBoolean over = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(demo, folder, over.get()), "lotse-demo-stop"));
        try {
            demo.run(duration);
            over.set(true);
        } catch (IllegalStateException e) {
            over.set(true);
            throw new Refusal("the demo did not start: " + e.getMessage());
        }
        return ExitCode.OK;
    }

    /** Runs when the process ends, whoever ends it. */
    private static void end(Demo demo, Path folder, boolean over) {
        try {
            demo.close();
            delete(folder);
            if (!over) {
                // Ctrl-C is how it is meant to end
                Runtime.getRuntime().halt(ExitCode.OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
