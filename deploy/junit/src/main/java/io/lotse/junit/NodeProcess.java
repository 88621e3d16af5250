package io.lotse.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node of its own with an empty ledger, in a temporary folder; ends with this Java process at the latest. */
final class NodeProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("(?m)^ready .*\\bcontrol=(\\S+)");
    /** The first start of a build may prepare faster ones. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final long LEAVE_SECONDS = 30;
    private static final long PAUSE_MILLIS = 50;

    private final Path home;
    private final Process process;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private URI control;

    private NodeProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "lotse-junit-end"));
    }

    /**
     * @param command what runs {@code lotse}
     * @throws MeshException if the node does not get ready; with what it said
     */
    static NodeProcess start(String command) {
        try {
            Path home = Files.createTempDirectory("lotse-junit");
            List<String> words = new ArrayList<>(
                    Files.isRegularFile(Path.of(command)) ? List.of(command) : List.of(command.split("\\s+")));
            words.addAll(List.of("start", "--mode", "test", "--name", "junit"));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(home.toFile())
                    .redirectOutput(home.resolve("out").toFile())
                    .redirectError(home.resolve("err").toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("LOTSE_") && !name.equals("LOTSE_JAVA_OPTS"));
            builder.environment().put("LOTSE_HOME", home.toString());
            NodeProcess node = new NodeProcess(home, builder.start());
            node.awaitReady(command);
            return node;
        } catch (IOException e) {
            throw new MeshException(
                    "no node runs that LOTSE_CONTROL names, and " + command + " cannot be started (" + e.getMessage()
                            + "): name a node, or the program with -Dlotse.command or LOTSE_COMMAND",
                    e);
        }
    }

    private void awaitReady(String command) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (control == null) {
            boolean isOver = !process.isAlive() || System.nanoTime() - end > 0;
            Matcher ready = READY.matcher(Files.readString(home.resolve("out")));
            if (ready.find()) {
                control = URI.create(ready.group(1));
            } else if (isOver) {
                String said = Files.readString(home.resolve("err"));
                close();
                throw new MeshException(command + " start did not get ready: " + said.strip());
            } else {
                pause(PAUSE_MILLIS);
            }
        }
    }

    URI control() {
        return control;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException("interrupted while a node was waited for", e);
        }
    }

    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
