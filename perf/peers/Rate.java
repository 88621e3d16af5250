import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Asks for one path at a fixed rate and says how long answers took: {@code java Rate.java PORT PATH RATE SECONDS CONNECTIONS}.
 * Open loop: a request is due whether or not those before it were answered, and its time runs from when it was due, also
 * while it waits for a free connection (so an answer that is late makes all late that wait for it, as it does for users:
 * no coordinated omission). The first third of the seconds does not count.
 */
final class Rate {
    private final byte[] request;
    private final Selector selector = Selector.open();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Deque<Long> due = new ArrayDeque<>();
    private final long[] took;
    private int answered;
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 * 1024);

    private static final class Connection {
        private final SocketChannel channel;
        private long dueAt;
        private final StringBuilder head = new StringBuilder(512);
        private boolean inBody;
        private long left;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private Rate(String path, int requests) throws IOException {
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        this.took = new long[requests];
    }

    public static void main(String[] a) throws IOException {
        int rate = Integer.parseInt(a[2]);
        int requests = rate * Integer.parseInt(a[3]);
        Rate run = new Rate(a[1], requests);
        for (int i = 0; i < Integer.parseInt(a[4]); i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", Integer.parseInt(a[0])));
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            channel.register(run.selector, SelectionKey.OP_READ, connection);
            run.free.add(connection);
        }
        run.run(1_000_000_000L / rate);
        long[] counted = Arrays.copyOfRange(run.took, requests / 3, requests);
        Arrays.sort(counted);
        System.out.println(at(counted, 0.5) + " " + at(counted, 0.99) + " " + counted[counted.length - 1] / 1000);
    }

    /** Microseconds. */
    private static long at(long[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))] / 1000;
    }

    /** Never sleeps, for a sleep would be measured; lets others have the core after each look. */
    private void run(long interval) throws IOException {
        long next = System.nanoTime() + interval;
        int made = 0;
        while (answered < took.length) {
            while (made < took.length && System.nanoTime() - next >= 0) {
                due.add(next);
                next += interval;
                made++;
            }
            while (!due.isEmpty() && !free.isEmpty()) {
                send(free.poll(), due.poll());
            }
            if (selector.selectNow() > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    read((Connection) key.attachment());
                }
                selector.selectedKeys().clear();
            } else {
                Thread.yield();
            }
        }
    }

    private void send(Connection connection, long dueAt) throws IOException {
        connection.dueAt = dueAt;
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            connection.channel.write(out);
        }
    }

    private void read(Connection connection) throws IOException {
        in.clear();
        if (connection.channel.read(in) < 0) {
            throw new IOException("the gateway closed a connection");
        }
        in.flip();
        while (!connection.inBody && in.hasRemaining()) {
            connection.head.append((char) in.get());
            int size = connection.head.length();
            if (size >= 4 && connection.head.charAt(size - 1) == '\n' && connection.head.charAt(size - 3) == '\n') {
                connection.inBody = true;
                connection.left = bodyLength(connection.head.toString());
            }
        }
        connection.left -= in.remaining();
        if (connection.inBody && connection.left == 0) {
            took[answered++] = System.nanoTime() - connection.dueAt;
            connection.inBody = false;
            connection.head.setLength(0);
            free.add(connection);
        }
    }

    private static long bodyLength(String head) throws IOException {
        if (!head.startsWith("HTTP/1.1 200")) {
            throw new IOException("not answered with 200: " + head);
        }
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                return Long.parseLong(line.substring(15).trim());
            }
        }
        throw new IOException("no Content-Length: " + head);
    }
}
