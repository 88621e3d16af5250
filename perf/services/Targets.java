import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Many small services in one process, for perf/targets: {@code java Targets.java FIRST_PORT HOW_MANY}. Each says at a port of its own that it
 * is up. Prints {@code ready}, and after each line of input how it was asked since the line before.
 */
final class Targets {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"up\"}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_SECONDS = 3_600;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int[] asked;
    private final long[] last;
    private final int[] perSecond = new int[LONGEST_SECONDS];
    private long since = System.nanoTime();
    private long longestGap;

    private Targets(int howMany) {
        asked = new int[howMany];
        last = new long[howMany];
    }

    public static void main(String[] arguments) throws IOException {
        int first = Integer.parseInt(arguments[0]);
        Targets targets = new Targets(Integer.parseInt(arguments[1]));
        Selector selector = Selector.open();
        for (int i = 0; i < targets.asked.length; i++) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.configureBlocking(false);
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), first + i));
            server.register(selector, SelectionKey.OP_ACCEPT, i);
        }
        Thread lines = new Thread(() -> targets.tell(new BufferedReader(new InputStreamReader(System.in))));
        lines.setDaemon(true);
        lines.start();
        System.out.println("ready");
        while (true) {
            selector.select(key -> targets.serve(selector, key));
        }
    }

    private void serve(Selector selector, SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                SocketChannel client = server.accept();
                if (client != null) {
                    client.configureBlocking(false);
                    client.register(selector, SelectionKey.OP_READ, key.attachment());
                }
            } else if (key.channel() instanceof SocketChannel client) {
                answer(client, (int) key.attachment());
            }
        } catch (IOException gone) {
            close(key);
        }
    }

    /** A question is small and comes at once. */
    private void answer(SocketChannel client, int target) throws IOException {
        if (client.read(ByteBuffer.allocate(4_096)) < 0) {
            client.close();
            return;
        }
        count(target, System.nanoTime());
        client.write(ByteBuffer.wrap(ANSWER));
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void count(int target, long now) {
        asked[target]++;
        perSecond[(int) Math.min(LONGEST_SECONDS - 1, (now - since) / (long) NANOS_PER_SECOND)]++;
        longestGap = Math.max(longestGap, now - Math.max(since, last[target]));
        last[target] = now;
    }

    private void tell(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                System.out.println(told(System.nanoTime()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized String told(long now) {
        double seconds = (now - since) / NANOS_PER_SECOND;
        for (long time : last) {
            longestGap = Math.max(longestGap, now - Math.max(since, time));
        }
        String told = String.format(
                Locale.ROOT,
                "%.0f | %d to %d | %d | %.1f s",
                Arrays.stream(asked).sum() / seconds,
                Arrays.stream(asked).min().orElse(0),
                Arrays.stream(asked).max().orElse(0),
                Arrays.stream(perSecond).max().orElse(0),
                longestGap / NANOS_PER_SECOND);
        Arrays.fill(asked, 0);
        Arrays.fill(perSecond, 0);
        longestGap = 0;
        since = now;
        return told;
    }
}
