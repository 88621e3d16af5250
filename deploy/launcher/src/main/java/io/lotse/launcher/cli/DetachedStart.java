package io.lotse.launcher.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.lotse.launcher.config.NodeConfig;

/** Starts the node as a process of its own session, and waits until it is ready or has failed. */
final class DetachedStart {
    private static final int POLL_MILLIS = 20;

    private final PrintWriter out;
    private final PrintWriter err;

    DetachedStart(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * @param node what is started
     * @param arguments the command line that asked for it
     */
    int run(NodeConfig node, List<String> arguments) {
        Path said = node.data().resolve("logs").resolve("start.log");
        try {
            Files.createDirectories(said.getParent());
            Process process = new ProcessBuilder(command(arguments))
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(said.toFile())
                    .start();
            Optional<NodeFile> ready = await(process, node.data().resolve(NodeFile.NAME));
            Files.readAllLines(said).forEach(err::println);
            err.flush();
            ready.map(NodeFile::readyLine).ifPresent(out::println);
            out.flush();
            return ready.isPresent() ? ExitCode.OK : Math.max(process.waitFor(), ExitCode.REFUSED);
        } catch (IOException e) {
            throw new Refusal("cannot start in the background in " + node.data() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while the node was starting; it goes on in the background");
        }
    }

    /** The node once it says that it is ready; empty if it ended before. */
    private static Optional<NodeFile> await(Process process, Path file) throws InterruptedException {
        do {
            Optional<NodeFile> node = NodeFile.read(file).filter(n -> n.pid() == process.pid());
            if (node.isPresent()) {
                return node;
            }
        } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
        return Optional.empty();
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(ThisProgram.inASessionOfItsOwn());
        command.addAll(ThisProgram.java("-D" + LogSetup.STDERR + "=false"));
        arguments.stream().filter(argument -> !argument.startsWith("--detach")).forEach(command::add);
        command.add("--no-detach");
        return command;
    }

    private static File nothing() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }
}
