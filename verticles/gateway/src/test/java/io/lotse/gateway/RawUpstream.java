package io.lotse.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** An upstream that says byte for byte what a test wants it to say. */
final class RawUpstream implements AutoCloseable {
    private final ServerSocket server;

    /** What it does with each connection, which is closed afterwards. */
    interface Talk {
        void on(RawConnection connection) throws IOException;
    }

    RawUpstream(Talk talk) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> serve(talk), "raw-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Talk talk) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> talk(talk, socket), "raw-upstream-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void talk(Talk talk, Socket socket) {
        try (RawConnection connection = new RawConnection(socket)) {
            talk.on(connection);
        } catch (IOException otherSideLeft) {
            // part of many tests
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
