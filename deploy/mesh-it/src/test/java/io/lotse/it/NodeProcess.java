package io.lotse.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node as a process of its own, started as a user starts it. */
public final class NodeProcess implements AutoCloseable {
    static final String DNS_PORT = "--dns-port";

    /** It ended, or said something else, in place of being ready; the message holds what it said. */
    public static final class NotReady extends AssertionError {
        private static final long serialVersionUID = 1L;

        private NotReady(String message) {
            super(message);
        }
    }

    private static final Pattern READY = Pattern.compile(
            "ready node=(\\S+) gateway=(\\S+) control=(\\S+) members=(\\d+) ledger=(\\S+) revision=(\\d+)");
    private static final long SECONDS = 120;

    private final Process process;
    private final File errors;
    private final String name;
    private final String gateway;
    private final String control;
    private final long members;
    private final List<String> arguments;

    private NodeProcess(List<String> arguments, Process process, File errors, Matcher ready) {
        this.arguments = arguments;
        this.process = process;
        this.errors = errors;
        this.name = ready.group(1);
        this.gateway = ready.group(2);
        this.control = ready.group(3);
        this.members = Long.parseLong(ready.group(4));
    }

    /** Starts a node and waits until it is ready. */
    public static NodeProcess start(Lotse lotse, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("start", "--name", name));
        arguments.addAll(List.of(options));
        return start(lotse, name, arguments);
    }

    /** Starts a node with the options that another run of it had. */
    public static NodeProcess startAgain(Lotse lotse, NodeProcess former) {
        return start(lotse, former.name, former.arguments);
    }

    private static NodeProcess start(Lotse lotse, String name, List<String> arguments) {
        try {
            File errors =
                    Files.createTempFile(lotse.home(), name + "-stderr", ".txt").toFile();
            Process process = lotse.builder(arguments.toArray(String[]::new))
                    .redirectError(errors)
                    .start();
            return new NodeProcess(arguments, process, errors, ready(process, errors, lotse));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Matcher ready(Process process, File errors, Lotse lotse) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> firstLine(out));
        try {
            String said = line.get(SECONDS, TimeUnit.SECONDS);
            Matcher ready = READY.matcher(String.valueOf(said));
            if (ready.matches()) {
                return ready;
            }
            throw new NotReady("the node said " + said + "; stderr: " + Files.readString(errors.toPath()));
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("the node is not ready after " + SECONDS + " s; " + lotse.logs(), e);
        } catch (InterruptedException | ExecutionException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    private static String firstLine(BufferedReader out) {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public String gateway() {
        return gateway;
    }

    public String control() {
        return control;
    }

    int dnsPort() {
        return Integer.parseInt(arguments.get(arguments.indexOf(DNS_PORT) + 1));
    }

    /** How many members it saw when it was ready. */
    long membersAtStart() {
        return members;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it said on stderr so far. */
    public String errors() {
        try {
            return Files.readString(errors.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    public void crash() {
        process.destroyForcibly();
        awaitEnd();
    }

    public void pause() {
        Signals.send("STOP", pid());
    }

    public void resume() {
        Signals.send("CONT", pid());
    }

    /** SIGTERM, and the exit code. */
    public int stop() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("node " + name + " did not end within " + SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            resume();
            crash();
        }
    }
}
