package io.lotse.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.fabric8.kubernetes.client.PortForward;

import io.lotse.kubernetes.ForwardTarget.Pod;

/**
 * Listens at a port of 127.0.0.1, and carries each connection to a pod through the API. The port stays this one's while
 * pods come and go. The client's streams block: each connection has a thread, and the listener has one.
 */
final class ForwardListener {
    private static final int MOST_CONNECTIONS = 200;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ServerSocketChannel server;
    private final ClusterApi api;
    private final Duration linger;
    private final Set<Carried> carried = ConcurrentHashMap.newKeySet();
    private volatile Pod target;
    private volatile boolean brought;
    private volatile String refusal;

    private ForwardListener(ServerSocketChannel server, ClusterApi api, Duration linger) {
        this.server = server;
        this.api = api;
        this.linger = linger;
    }

    /**
     * Listens from now on; blocks.
     *
     * @param linger a client that has sent all may still wait for an answer: for so long after the last of it
     * @throws IOException if somebody else has the port
     */
    static ForwardListener open(int port, ClusterApi api, Duration linger) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        ForwardListener listener = new ForwardListener(server, api, linger);
        Thread thread = new Thread(listener::accept, "forward-" + port);
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    int port() {
        return server.socket().getLocalPort();
    }

    /** Where connections are carried from now on; null for nowhere: they are closed. */
    void to(Pod pod) {
        target = pod;
    }

    /** Whether a pod has sent anything since this was asked last. */
    boolean hasBrought() {
        boolean was = brought;
        brought = false;
        return was;
    }

    /** Ends what is over. Why a connection came to nothing since this was asked last; empty if none did. */
    Optional<String> tidy() {
        String why = refusal;
        refusal = null;
        for (Carried one : carried) {
            if (!one.stream.isAlive()) {
                carried.remove(one);
                why = one.channel.brought
                        ? why
                        : one.stream.getServerThrowables().stream()
                                .findFirst()
                                .map(ForwardListener::reason)
                                .orElse(why);
            } else if (one.channel.isOver()) {
                one.close();
            }
        }
        return Optional.ofNullable(why);
    }

    void close() {
        try {
            server.close();
        } catch (IOException e) {
            // it is closed all the same
        }
        carried.forEach(Carried::close);
        carried.clear();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                carry(server.accept());
            } catch (IOException e) {
                // closed, a client that was gone already, or too many open files: that passes
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void carry(SocketChannel client) throws IOException {
        Pod pod = target;
        if (pod == null || carried.size() >= MOST_CONNECTIONS) {
            client.close();
            return;
        }
        Channel channel = new Channel(client);
        try {
            PortForward stream = api.asked(c -> c.pods()
                    .inNamespace(pod.namespace())
                    .withName(pod.name())
                    .portForward(pod.port(), channel, channel));
            carried.add(new Carried(channel, stream));
        } catch (RuntimeException e) {
            refusal = reason(e);
            client.close();
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return text.replaceAll("\\s+", " ").strip();
    }

    /** A connection and its stream. */
    private record Carried(Channel channel, PortForward stream) {
        void close() {
            try {
                stream.close();
                channel.close();
            } catch (IOException e) {
                // it is over all the same
            }
        }
    }

    /** A client's connection, of which is known when its last bytes went either way. */
    private final class Channel implements ByteChannel {
        private final SocketChannel client;
        private volatile boolean sentAll;
        private volatile boolean brought;
        private volatile long lastAt = System.nanoTime();

        Channel(SocketChannel client) {
            this.client = client;
        }

        /** The stream's protocol cannot say that a client has sent all: so one that only waits is closed after a while. */
        boolean isOver() {
            return sentAll && System.nanoTime() - lastAt > linger.toNanos();
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int read = client.read(into);
            lastAt = System.nanoTime();
            sentAll |= read < 0;
            return read;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            brought = true;
            ForwardListener.this.brought = true;
            lastAt = System.nanoTime();
            return client.write(from);
        }

        @Override
        public boolean isOpen() {
            return client.isOpen();
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
