package io.lotse.testfaults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A stretch of network between a client and a server that a test can break: the client is given the relay's port instead
 * of the server's. Every fault counts for all connections that pass here, from now on.
 */
public final class TcpRelay implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private volatile boolean refusing;
    private volatile Supplier<Duration> delay = () -> Duration.ZERO;
    private volatile Trap trap;

    /** A way through a connection. */
    public enum Direction {
        /** What the client sends. */
        TO_SERVER,
        /** What the server sends. */
        TO_CLIENT
    }

    /** When a client sends these bytes the connection is cut: with them passed on before, or not. */
    private record Trap(byte[] marker, boolean passedOn) {}

    private TcpRelay(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** A relay at a free loopback port to a server, which need not be there yet. */
    public static TcpRelay to(String host, int port) {
        return between(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new InetSocketAddress(host, port));
    }

    /** A relay that listens where it is told, such as 127.1.2.3, where nobody else does. */
    public static TcpRelay between(InetSocketAddress listen, InetSocketAddress server) {
        try {
            ServerSocket listener = new ServerSocket(listen.getPort(), 50, listen.getAddress());
            TcpRelay relay = new TcpRelay(server, listener);
            start("relay-" + relay.port(), relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect, on 127.0.0.1 unless it was told otherwise. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Breaks all connections; new ones pass. */
    public void cut() {
        connections.forEach(Connection::reset);
    }

    /** Breaks all connections, and new ones at once. */
    public void refuse() {
        refusing = true;
        cut();
    }

    /** New connections pass again. */
    public void admit() {
        refusing = false;
    }

    /** Nothing passes any more, either way, and no connection breaks: as behind a firewall that drops, or a paused peer. */
    public void hold() {
        hold(Direction.TO_SERVER);
        hold(Direction.TO_CLIENT);
    }

    /** The same, one way alone. */
    public void hold(Direction way) {
        synchronized (gate) {
            held.add(way);
        }
    }

    /** What was held passes, and all that follows. */
    public void letGo() {
        synchronized (gate) {
            held.clear();
            gate.notifyAll();
        }
    }

    /** Whatever passes comes so much later. */
    public void delay(Duration late) {
        delay(() -> late);
    }

    /** Each piece that passes comes as much later as this says then; what follows waits for it. */
    public void delay(Supplier<Duration> late) {
        delay = late;
    }

    /**
     * Breaks the next connection on which a client sends these bytes, once.
     *
     * @param marker must come in one piece, as it does where it is the end or the whole of a small message
     * @param passedOn whether the server still gets them: then it acts, and its answer is lost; else it never hears of it
     */
    public void cutWhenSent(byte[] marker, boolean passedOn) {
        trap = new Trap(marker.clone(), passedOn);
    }

    /** Whether the bytes of {@link #cutWhenSent} were sent. */
    public boolean wasCut() {
        return trap == null;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            letGo();
            cut();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Connection connection = new Connection(listener.accept());
                connections.add(connection);
                if (refusing) {
                    connection.reset();
                } else {
                    start("relay-open", connection::open);
                }
            } catch (IOException e) {
                // closed, or the client went at once
            }
        }
    }

    private void awaitGate(Direction way) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay.get().toNanos());
        synchronized (gate) {
            while (held.contains(way)) {
                gate.wait();
            }
        }
    }

    private boolean springs(Trap set, byte[] data, int length) {
        if (set == null || !contains(data, length, set.marker())) {
            return false;
        }
        synchronized (gate) {
            boolean first = set.equals(trap);
            if (first) {
                trap = null;
            }
            return first;
        }
    }

    private static boolean contains(byte[] data, int length, byte[] marker) {
        for (int from = 0; from <= length - marker.length; from++) {
            int same = 0;
            while (same < marker.length && data[from + same] == marker[same]) {
                same++;
            }
            if (same == marker.length) {
                return true;
            }
        }
        return false;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Two sockets, and a thread for each direction. */
    private final class Connection {
        private final Socket client;
        private final Socket upstream = new Socket();

        private Connection(Socket client) {
            this.client = client;
        }

        private void open() {
            try {
                upstream.connect(server, CONNECT_MILLIS);
                upstream.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
            } catch (IOException e) {
                reset();
                return;
            }
            start("relay-answers", () -> pass(upstream, client, Direction.TO_CLIENT));
            pass(client, upstream, Direction.TO_SERVER);
        }

        private void pass(Socket from, Socket to, Direction way) {
            byte[] data = new byte[1 << 16];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(data); length >= 0; length = in.read(data)) {
                    awaitGate(way);
                    Trap set = way == Direction.TO_SERVER ? trap : null;
                    if (springs(set, data, length)) {
                        // first, or the answer might still come through
                        reset(client);
                        if (set.passedOn()) {
                            out.write(data, 0, length);
                            upstream.shutdownOutput();
                        } else {
                            reset();
                        }
                        return;
                    }
                    out.write(data, 0, length);
                }
                to.shutdownOutput();
            } catch (IOException e) {
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        private void reset() {
            connections.remove(this);
            reset(client);
            reset(upstream);
        }

        private static void reset(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // it is gone already
            }
        }
    }
}
