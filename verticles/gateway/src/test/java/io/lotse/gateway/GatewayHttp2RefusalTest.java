package io.lotse.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames of HTTP/2 that no good client sends, byte by byte. */
class GatewayHttp2RefusalTest {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final String GOOD = ":method GET\n:scheme https\n:authority own\n:path /api/hello";

    private final GatewayFixture gateway = GatewayFixture.patient();
    private final AtomicInteger asked = new AtomicInteger();
    private SSLSocket socket;
    private DataInputStream in;
    private int port;

    @TempDir
    private Path folder;

    private record Frame(int type, int flags, int stream, Buffer payload) {
        long code() {
            return payload.getUnsignedInt(type == GO_AWAY ? 4 : 0);
        }
    }

    @BeforeEach
    void start() throws IOException {
        GatewayConfig.Tls tls = GatewayFixture.tls(folder);
        GatewayVerticle verticle = gateway.verticle(
                new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null).withTls(tls));
        Await.done(gateway.vertx.deployVerticle(verticle));
        port = verticle.tlsPort();
        gateway.instance("hello", r -> r.body().onSuccess(body -> {
            asked.incrementAndGet();
            r.response().end("hello " + body + r.headers().contains("x-trailer"));
        }));
        connect();
    }

    private void connect() throws IOException {
        socket = TlsClient.connect(port, p -> p.setApplicationProtocols(new String[] {"h2"}));
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, Buffer.buffer());
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        gateway.close();
    }

    private void send(int type, int flags, int stream, Buffer payload) throws IOException {
        socket.getOutputStream()
                .write(Buffer.buffer()
                        .appendMedium(payload.length())
                        .appendByte((byte) type)
                        .appendByte((byte) flags)
                        .appendInt(stream)
                        .appendBuffer(payload)
                        .getBytes());
    }

    /** One field a line; literals without an index (RFC 7541, 6.2.2). */
    private static Buffer fields(String lines) {
        Buffer block = Buffer.buffer();
        for (String line : lines.split("\n")) {
            int space = line.indexOf(' ');
            block.appendByte((byte) 0);
            text(block, line.substring(0, space));
            text(block, line.substring(space + 1));
        }
        return block;
    }

    private static void text(Buffer block, String text) {
        if (text.length() < 127) {
            block.appendByte((byte) text.length());
        } else {
            block.appendByte((byte) 127);
            int rest = text.length() - 127;
            for (; rest >= 128; rest >>= 7) {
                block.appendByte((byte) (rest & 127 | 128));
            }
            block.appendByte((byte) rest);
        }
        block.appendString(text);
    }

    /** The next frame that is about this stream or the connection's end. */
    private Frame about(int stream) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int id = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == GO_AWAY || id == stream && (type == HEADERS || type == DATA || type == RST_STREAM)) {
                return new Frame(type, flags, id, Buffer.buffer(payload));
            }
        }
    }

    private void assertServes(int stream) throws IOException {
        send(HEADERS, END_STREAM | END_HEADERS, stream, fields(GOOD));
        assertThat(about(stream).type()).isEqualTo(HEADERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method GET\n:scheme https\n:authority own",
                ":method GET\n:authority own\n:path /api/hello",
                ":scheme https\n:authority own\n:path /api/hello",
                ":method GET\n:method POST\n:scheme https\n:authority own\n:path /api/hello",
                ":method GET\n:scheme https\n:authority own\n:path /api/hello\n:path /other",
                ":method GET\n:scheme https\n:authority own\nx-a 1\n:path /api/hello",
                ":method GET\n:scheme https\n:authority own\n:path /api/hello\n:status 200",
                ":method GET\n:scheme https\n:authority own\n:path /api/hello\n:strange 1",
                ":method GET\n:scheme https\n:authority own\n:path /api/hello\nUpper-Case 1",
                ":method GET\n:scheme https\n:authority own\n:path /api/hello\nhost other",
                ":method GET\n:scheme https\n:authority own\n:path /api/hello\nconnection close",
                ":method GET\n:scheme https\n:authority own\n:path /api/hello\ntransfer-encoding chunked"
            })
    void resetsAStreamWhoseFieldsAreWrong(String lines) throws IOException {
        send(HEADERS, END_STREAM | END_HEADERS, 1, fields(lines));

        Frame frame = about(1);

        assertThat(frame.type()).isIn(RST_STREAM, GO_AWAY);
        assertThat(frame.code()).isEqualTo(1);
        assertThat(asked).hasValue(0);
        if (frame.type() == RST_STREAM) {
            assertServes(3);
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws IOException {
        Buffer block = fields(GOOD + ("\nx-filling " + "a".repeat(1_000)).repeat(12));
        send(HEADERS, END_STREAM, 1, block.slice(0, 10_000));
        send(CONTINUATION, END_HEADERS, 1, block.slice(10_000, block.length()));

        Frame frame = about(1);

        assertThat(frame.type()).isIn(HEADERS, RST_STREAM, GO_AWAY);
        if (frame.type() == HEADERS) {
            // :status 431, in the one form or the other
            assertThat(frame.payload().toString(StandardCharsets.ISO_8859_1)).contains("431");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void cutsOffAClientThatResetsOneStreamAfterTheOther() throws IOException {
        Frame end = null;
        try {
            for (int stream = 1; stream < 2_000; stream += 2) {
                send(HEADERS, END_STREAM | END_HEADERS, stream, fields(GOOD));
                send(RST_STREAM, 0, stream, Buffer.buffer().appendInt(8));
            }
            end = about(-1);
        } catch (IOException cutOff) {
            // as good
        }

        assertThat(end == null || end.type() == GO_AWAY && end.code() == 11).isTrue();
        assertThat(asked.get()).isLessThan(300);
        connect();
        assertServes(1);
    }

    /** The stack gives them to nobody; what matters is that they end the body and do not come as fields. */
    @Test
    void dropsTrailersOfRequests() throws IOException {
        send(HEADERS, END_HEADERS, 1, fields(GOOD.replace("GET", "POST")));
        send(DATA, 0, 1, Buffer.buffer("body "));
        send(HEADERS, END_STREAM | END_HEADERS, 1, fields("x-trailer 1"));

        assertThat(about(1).type()).isEqualTo(HEADERS);
        assertThat(about(1).payload().toString()).isEqualTo("hello body false");
    }
}
