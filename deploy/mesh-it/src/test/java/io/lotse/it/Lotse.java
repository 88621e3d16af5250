package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The command {@code lotse} as a user types it, with a home folder of its own. */
public final class Lotse {
    public static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final long SECONDS = 120;
    private static final long PREPARATION_SECONDS = 300;
    private static final String JAVA_OPTIONS = "LOTSE_JAVA_OPTS";
    /** A start takes a third less of a processor; what the second compiler makes faster later comes too late for a test. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final Path home;
    private final List<String> command;
    private final Map<String, String> environment;

    public Lotse(Path home) {
        this(home, List.of(Build.PREPARED.toString()), Map.of(JAVA_OPTIONS, QUICK_START));
    }

    /** The first start of a build prepares fast ones; that takes longer than anybody waits for a node, and comes before all. */
    private static final class Build {
        private static final Path PREPARED = prepare();

        private static Path prepare() {
            Path lotse = ROOT.resolve("lotse");
            new Lotse(Path.of("target").toAbsolutePath(), List.of(lotse.toString()), Map.of())
                    .run(PREPARATION_SECONDS, Map.of(), "start", "--help")
                    .succeeded();
            return lotse;
        }
    }

    /**
     * @param command what runs it, in place of {@code lotse}
     * @param environment what it finds in its environment beside the usual
     */
    public Lotse(Path home, List<String> command, Map<String, String> environment) {
        this.home = home;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    /** The same, started by another command, such as {@code ip netns exec}, and with more in its environment. */
    public Lotse startedBy(List<String> starter, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Lotse(home, Stream.concat(starter.stream(), command.stream()).toList(), all);
    }

    /** The same, with more options for Java. */
    public Lotse withJavaOptions(String more) {
        return startedBy(List.of(), Map.of(JAVA_OPTIONS, environment.getOrDefault(JAVA_OPTIONS, "") + " " + more));
    }

    /** What a command said and how it ended. */
    public record Result(int exitCode, String out, String err) {
        public Result succeeded() {
            assertThat(exitCode)
                    .as("exit code; stdout: %s; stderr: %s", out, err)
                    .isZero();
            return this;
        }
    }

    public Path home() {
        return home;
    }

    /** Runs a command to its end. */
    public Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command to its end, with more in its environment. */
    Result run(Map<String, String> environment, String... arguments) {
        return run(SECONDS, environment, arguments);
    }

    private Result run(long seconds, Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile(home, "out", ".txt");
            Path err = Files.createTempFile(home, "err", ".txt");
            ProcessBuilder builder =
                    builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("lotse " + String.join(" ", arguments) + " did not end within " + seconds
                        + " s; stderr: " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public ProcessBuilder builder(String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(all).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LOTSE_"));
        builder.environment().put("LOTSE_HOME", home.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** All that the nodes of this home logged, for a test that failed. */
    public String logs() {
        try (Stream<Path> files = Files.walk(home)) {
            StringBuilder all = new StringBuilder();
            for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                all.append("--- ").append(home.relativize(log)).append('\n').append(Files.readString(log));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
