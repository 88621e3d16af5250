package io.lotse.hostagent;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.lotse.contracts.ports.Protocol;

/** A process of its own that listens at a port and does nothing else until it is closed. */
final class ListeningProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private ListeningProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ListeningProcess start(Protocol protocol, String address) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        Main.class.getName(),
                        protocol.name(),
                        address)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IOException("the process did not listen");
        }
        return new ListeningProcess(process, Integer.parseInt(line));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** What the process runs; it ends when its parent closes its input. */
    static final class Main {
        private Main() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) throws IOException {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getByName(args[1]), 0);
            if (args[0].equals("TCP")) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(any);
                    tellAndWait(socket.getLocalPort());
                }
            } else {
                try (DatagramSocket socket = new DatagramSocket(any)) {
                    tellAndWait(socket.getLocalPort());
                }
            }
        }

        private static void tellAndWait(int port) throws IOException {
            System.out.println(port);
            System.out.flush();
            int ended = System.in.read();
            if (ended >= 0) {
                throw new IOException("nobody should speak to this process");
            }
        }
    }
}
