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
final class NodeProcess implements AutoCloseable {
    static final String DNS_PORT = "--dns-port";

    private static final Pattern READY = Pattern.compile(
            "ready node=(\\S+) gateway=(\\S+) control=(\\S+) members=(\\d+) ledger=(\\S+) revision=(\\d+)");
    private static final long SECONDS = 60;

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
    static NodeProcess start(Lotse lotse, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("start", "--name", name));
        arguments.addAll(List.of(options));
        return start(lotse, name, arguments);
    }

    /** Starts a node with the options that another run of it had. */
    static NodeProcess startAgain(Lotse lotse, NodeProcess former) {
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
            throw new AssertionError("the node said " + said + "; stderr: " + Files.readString(errors.toPath()));
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

    String name() {
        return name;
    }

    String gateway() {
        return gateway;
    }

    String control() {
        return control;
    }

    int dnsPort() {
        return Integer.parseInt(arguments.get(arguments.indexOf(DNS_PORT) + 1));
    }

    /** How many members it saw when it was ready. */
    long membersAtStart() {
        return members;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it said on stderr so far. */
    String errors() {
        try {
            return Files.readString(errors.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    void crash() {
        process.destroyForcibly();
        awaitEnd();
    }

    void pause() {
        Signals.send("STOP", pid());
    }

    void resume() {
        Signals.send("CONT", pid());
    }

    /** SIGTERM, and the exit code. */
    int stop() {
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
