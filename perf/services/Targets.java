import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many small services in one process, for perf/targets: {@code java Targets.java FIRST_PORT HOW_MANY}. Each says at a port of its own that
 * it is up, and keeps count of how often it was asked. Prints {@code ready} and the ports, and then a line for each line of input:
 *
 * <ul>
 *   <li>{@code begin}: the count begins anew;
 *   <li>{@code tell}: how they were asked since;
 *   <li>{@code first INDEX ...}: when the first, the middle and the last of these were asked for the first time since.
 * </ul>
 */
final class Targets {
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n"
                    + "Connection: close\r\n\r\n{\"status\":\"up\"}")
            .getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_SECONDS = 3_600;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NEVER = Long.MIN_VALUE;

    private final int[] asked;
    /** When each was asked last, before the count began anew or since. */
    private final long[] last;
    /** When each was asked for the first time since the count began. */
    private final long[] first;
    /** The longest that each was not asked, of the pauses that ended since the count began. */
    private final long[] longest;

    private final int[] perSecond = new int[LONGEST_SECONDS];
    private long since = System.nanoTime();

    private Targets(int howMany) {
        asked = new int[howMany];
        last = new long[howMany];
        first = new long[howMany];
        longest = new long[howMany];
        Arrays.fill(last, NEVER);
        begin();
    }

    public static void main(String[] arguments) throws IOException {
        int firstPort = Integer.parseInt(arguments[0]);
        Targets targets = new Targets(Integer.parseInt(arguments[1]));
        Selector selector = Selector.open();
        StringBuilder ready = new StringBuilder("ready");
        int port = firstPort;
        for (int i = 0; i < targets.asked.length; i++) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.configureBlocking(false);
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            port = bind(server, port);
            server.register(selector, SelectionKey.OP_ACCEPT, i);
            ready.append(' ').append(port++);
        }
        System.out.println(ready);
        Thread lines = new Thread(targets::listen);
        lines.setDaemon(true);
        lines.start();
        while (true) {
            selector.select(key -> targets.serve(selector, key));
        }
    }

    /** The first port from this on that nobody has. */
    private static int bind(ServerSocketChannel server, int from) throws IOException {
        int port = from;
        while (true) {
            try {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException taken) {
                port++;
            }
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
        if (client.read(ByteBuffer.allocate(4_096)) > 0) {
            count(target, System.nanoTime());
            client.write(ByteBuffer.wrap(ANSWER));
        }
        client.close();
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
        if (last[target] != NEVER) {
            longest[target] = Math.max(longest[target], now - last[target]);
        }
        last[target] = now;
        if (first[target] == NEVER) {
            first[target] = now;
        }
    }

    private void listen() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(answer(line.strip().split(" +")));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "begin" -> begin();
            case "tell" -> told(System.nanoTime());
            case "first" -> firstOf(Stream.of(words).skip(1).mapToInt(Integer::parseInt));
            default -> "unknown: " + words[0];
        };
    }

    private synchronized String begin() {
        Arrays.fill(asked, 0);
        Arrays.fill(perSecond, 0);
        Arrays.fill(first, NEVER);
        Arrays.fill(longest, 0);
        since = System.nanoTime();
        return "begun";
    }

    /** Of the seconds those between the one of the first question and the last whole one. */
    private synchronized String told(long now) {
        double seconds = (now - since) / NANOS_PER_SECOND;
        int begun = 0;
        while (begun < seconds && perSecond[begun] == 0) {
            begun++;
        }
        int[] whole = IntStream.range(begun + 1, (int) seconds).map(i -> perSecond[i]).toArray();
        return String.format(
                Locale.ROOT,
                "%.0f | %d to %d | %d to %d | %.1f s",
                Arrays.stream(whole).average().orElse(0),
                Arrays.stream(asked).min().orElse(0),
                Arrays.stream(asked).max().orElse(0),
                Arrays.stream(whole).min().orElse(0),
                Arrays.stream(whole).max().orElse(0),
                Arrays.stream(longest).max().orElse(0) / NANOS_PER_SECOND);
    }

    private synchronized String firstOf(IntStream targets) {
        long[] times = targets.mapToLong(i -> first[i]).sorted().toArray();
        if (times.length == 0 || times[0] == NEVER) {
            return "not all were asked";
        }
        return String.format(
                Locale.ROOT,
                "the first of %d after %.1f s, half of them after %.1f s, the last after %.1f s",
                times.length,
                (times[0] - since) / NANOS_PER_SECOND,
                (times[times.length / 2] - since) / NANOS_PER_SECOND,
                (times[times.length - 1] - since) / NANOS_PER_SECOND);
    }
}
