package io.lotse.launcher.socket;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.StringArray;

/**
 * Becomes a service's command that finds its socket bound and listening at descriptor 3, as systemd hands it over
 * (sd_listen_fds(3)): {@code LISTEN_FDS=1}, {@code LISTEN_PID} its own process, {@code LISTEN_FDNAMES}. Java's children
 * inherit no sockets, so this is a program of its own: it binds what its parent says, waits for its word, and lets the
 * command take its place in the same process. Linux only. Its input and output are the command's, so that it speaks with
 * its parent at a socket of the file system.
 */
public final class SocketShim {
    static final String BIND = "bind";
    static final String GO = "go";
    static final String BOUND = "bound";

    private static final int LISTEN_FD = 3;
    /** Where what lay at 3 is kept for a command that cannot be run. */
    private static final int AWAY = 64;

    private static final int BACKLOG = 4096;
    private static final int SIGNAL_SET_BYTES = 128;
    private static final int IPV4_ADDRESS_BYTES = 16;
    private static final int IPV6_ADDRESS_BYTES = 28;
    private static final int NOT_EXECUTABLE = 126;

    private final DataInputStream in;
    private final DataOutputStream out;
    private int socket = -1;

    private SocketShim(SocketChannel parent) {
        this.in = new DataInputStream(Channels.newInputStream(parent));
        this.out = new DataOutputStream(Channels.newOutputStream(parent));
    }

    /** @param arguments where the parent listens */
    public static void main(String[] arguments) throws IOException {
        try (SocketChannel parent = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            parent.connect(UnixDomainSocketAddress.of(arguments[0]));
            new SocketShim(parent).obey();
        }
        // the parent is gone, and nobody wants the command
        Runtime.getRuntime().halt(NOT_EXECUTABLE);
    }

    private void obey() throws IOException {
        while (in.read() >= 0) {
            String word = in.readUTF();
            if (word.equals(BIND)) {
                answer(bind(InetAddress.getByName(in.readUTF()), in.readInt()));
            } else if (word.equals(GO)) {
                answer(become(texts(), texts()));
            }
        }
    }

    private void answer(String text) throws IOException {
        out.writeUTF(text);
        out.flush();
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    /** Lets go of the socket before, and says whether the new one is bound, or why not. */
    private String bind(InetAddress address, int port) {
        if (socket >= 0) {
            Libc.close(socket);
        }
        boolean four = address.getAddress().length == 4;
        socket = Libc.socket(four ? Libc.AF_INET : Libc.AF_INET6, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0);
        if (socket < 0) {
            return Libc.failure();
        }
        // connections of an earlier life that linger do not count; a listener does all the same
        Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, Libc.number(1), Integer.BYTES);
        Memory endpoint = four ? ipv4(address, port) : ipv6(address, port);
        boolean bound = Libc.bind(socket, endpoint, (int) endpoint.size()) == 0 && Libc.listen(socket, BACKLOG) == 0;
        return bound ? BOUND : Libc.failure();
    }

    /** {@code struct sockaddr_in}: family, port, address. */
    private static Memory ipv4(InetAddress address, int port) {
        Memory endpoint = new Memory(IPV4_ADDRESS_BYTES);
        endpoint.clear();
        endpoint.setShort(0, (short) Libc.AF_INET);
        port(endpoint, port);
        endpoint.write(4, address.getAddress(), 0, 4);
        return endpoint;
    }

    /** {@code struct sockaddr_in6}: family, port, flow, address, scope. */
    private static Memory ipv6(InetAddress address, int port) {
        Memory endpoint = new Memory(IPV6_ADDRESS_BYTES);
        endpoint.clear();
        endpoint.setShort(0, (short) Libc.AF_INET6);
        port(endpoint, port);
        endpoint.write(8, address.getAddress(), 0, 16);
        return endpoint;
    }

    /** In the network's order, the higher byte first. */
    private static void port(Memory endpoint, int port) {
        endpoint.setByte(2, (byte) (port >> 8));
        endpoint.setByte(3, (byte) port);
    }

    /**
     * Lets the command take this process. Java blocks a signal for its own use, and has files open that must not be seen:
     * the command begins as if a shell had started it. Nothing may be loaded while the socket lies at 3, where Java may
     * have its classes.
     *
     * @return why it could not be run
     */
    private String become(List<String> command, List<String> environment) throws IOException {
        StringArray arguments = new StringArray(command.toArray(String[]::new), System.getProperty("sun.jnu.encoding"));
        String program = command.get(0);
        for (int i = 0; i + 1 < environment.size(); i += 2) {
            Libc.setenv(environment.get(i), environment.get(i + 1), 1);
        }
        Libc.setenv("LISTEN_FDS", "1", 1);
        Libc.setenv("LISTEN_PID", Long.toString(ProcessHandle.current().pid()), 1);
        Memory none = new Memory(SIGNAL_SET_BYTES);
        Libc.sigemptyset(none);
        keepToOurselves();
        int away = Libc.fcntl(LISTEN_FD, Libc.F_DUPFD_CLOEXEC, AWAY);
        if (socket == LISTEN_FD) {
            Libc.fcntl(LISTEN_FD, Libc.F_SETFD, 0);
        } else {
            Libc.dup2(socket, LISTEN_FD);
        }
        Libc.sigprocmask(Libc.SIG_SETMASK, none, null);
        Libc.execvp(program, arguments);
        int error = Native.getLastError();
        Libc.dup2(away, LISTEN_FD);
        return Libc.text(error);
    }

    private static void keepToOurselves() throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                int fd = Integer.parseInt(descriptor.getFileName().toString());
                if (fd > 2) {
                    Libc.fcntl(fd, Libc.F_SETFD, Libc.FD_CLOEXEC);
                }
            }
        }
    }
}
