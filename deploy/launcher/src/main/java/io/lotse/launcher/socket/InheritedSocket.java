package io.lotse.launcher.socket;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A socket that is bound before the command is there that will serve it, so that nobody can take the port in between. See
 * {@link SocketShim}, which holds it.
 */
public final class InheritedSocket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);
    /** What Java takes from the environment, and says so on the command's stderr. */
    private static final List<String> JAVA_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Process process;
    private final Path folder;
    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<String, String> kept;
    private boolean given;

    private InheritedSocket(Process process, Path folder, SocketChannel channel, Map<String, String> kept) {
        this.process = process;
        this.folder = folder;
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
        this.out = new DataOutputStream(Channels.newOutputStream(channel));
        this.kept = kept;
    }

    /** Why this system cannot do it; empty if it can. */
    public static Optional<String> unsupported() {
        String system = System.getProperty("os.name");
        return system.equals("Linux")
                ? Optional.empty()
                : Optional.of("a socket can be inherited on Linux only, and this is " + system);
    }

    /**
     * Starts the process that will become the command.
     *
     * @param settings directs the command's input and output, and sets its working folder
     */
    public static InheritedSocket open(Consumer<ProcessBuilder> settings) throws IOException {
        Path folder = Files.createTempDirectory("lotse-socket");
        Path meeting = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(meeting));
            server.configureBlocking(false);
            ProcessBuilder builder = new ProcessBuilder(ShimCommand.of(folder, meeting));
            settings.accept(builder);
            Map<String, String> kept = new HashMap<>(builder.environment());
            kept.keySet().retainAll(JAVA_VARIABLES);
            builder.environment().keySet().removeAll(JAVA_VARIABLES);
            Process process = builder.start();
            SocketChannel channel = accept(server, process);
            return new InheritedSocket(process, folder, channel, kept);
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, Process process) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(true);
                return channel;
            }
            if (!process.isAlive()) {
                throw new IOException("what holds its socket ended with exit code " + process.exitValue());
            }
            pause();
        }
        process.destroyForcibly();
        throw new IOException("what holds its socket did not start within " + PATIENCE.toSeconds() + " s");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Binds a port of TCP and listens; what was bound before is free again.
     *
     * @return why it cannot be bound; empty if it is
     */
    public Optional<String> bind(String address, int port) throws IOException {
        out.write(1);
        out.writeUTF(SocketShim.BIND);
        out.writeUTF(address);
        out.writeInt(port);
        out.flush();
        String answer = in.readUTF();
        return answer.equals(SocketShim.BOUND) ? Optional.empty() : Optional.of(answer);
    }

    /** The process that holds the socket, and will be the command. */
    public long pid() {
        return process.pid();
    }

    /**
     * Lets the command take the process.
     *
     * @param environment more variables for it
     * @throws IOException if it cannot be run
     */
    public Process become(List<String> command, Map<String, String> environment) throws IOException {
        Map<String, String> variables = new HashMap<>(kept);
        variables.putAll(environment);
        List<String> pairs = new ArrayList<>();
        variables.forEach((name, value) -> {
            pairs.add(name);
            pairs.add(value);
        });
        out.write(1);
        out.writeUTF(SocketShim.GO);
        write(command);
        write(pairs);
        out.flush();
        try {
            throw new IOException(in.readUTF());
        } catch (EOFException itIsTheCommandNow) {
            given = true;
            return process;
        } finally {
            close();
        }
    }

    private void write(List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    /** Ends the process with its socket, unless the command has taken it. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!given) {
            process.destroyForcibly();
        }
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder);
        }
    }
}
