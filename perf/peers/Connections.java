import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Opens connections, each asks once and then stays: {@code java Connections.java PORT PATH CONNECTIONS BUSY SECONDS}. Says so,
 * and after a line on its standard input lets some of them ask without a pause.
 */
final class Connections {
    private final byte[] request;
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private long answered;

    private Connections(String path) throws IOException {
        request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] a) throws IOException {
        Connections run = new Connections(a[1]);
        SocketChannel[] channels = new SocketChannel[Integer.parseInt(a[2])];
        for (int i = 0; i < channels.length; i++) {
            try {
                channels[i] = SocketChannel.open(new InetSocketAddress("127.0.0.1", Integer.parseInt(a[0])));
                run.ask(channels[i]);
                run.answer(channels[i]);
            } catch (IOException e) {
                System.err.println("connection " + i + ": " + e.getMessage());
                System.exit(1);
            }
        }
        System.out.println("open");
        System.in.read();
        int busy = Integer.parseInt(a[3]);
        for (int i = 0; i < busy; i++) {
            channels[i].configureBlocking(false);
            channels[i].register(run.selector, SelectionKey.OP_READ);
            run.ask(channels[i]);
        }
        long begun = run.answered;
        long end = System.nanoTime() + Long.parseLong(a[4]) * 1_000_000_000L;
        while (System.nanoTime() - end < 0) {
            run.selector.select(1_000);
            for (SelectionKey key : run.selector.selectedKeys()) {
                SocketChannel channel = (SocketChannel) key.channel();
                run.answer(channel);
                run.ask(channel);
            }
            run.selector.selectedKeys().clear();
        }
        System.out.println(run.answered - begun);
        System.in.read();
    }

    private void ask(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(request));
    }

    /** A small answer comes in one piece. */
    private void answer(SocketChannel channel) throws IOException {
        in.clear();
        int read = channel.read(in);
        if (read < 12 || in.get(9) != '2') {
            throw new IOException("not answered with 200, " + read + " bytes");
        }
        answered++;
    }
}
