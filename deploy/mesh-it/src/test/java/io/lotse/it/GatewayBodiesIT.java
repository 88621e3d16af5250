package io.lotse.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** Bodies far larger than the node's memory, and streams without end, pass through the gateway of a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayBodiesIT {
    private static final long LENGTH = 1L << 30;
    private static final byte[] BLOCK = new byte[1 << 16];
    private static final long MAX_GROWTH_KB = 80 * 1024;
    private static final long SAMPLE_EVERY = LENGTH / 16;
    private static final int TIMEOUT_MILLIS = 60_000;

    private Mesh mesh;
    private NodeProcess node;
    private StreamingService service;
    private long rssAtStart;
    private long expectedChecksum;

    @BeforeAll
    void startANodeAndAService(@TempDir Path home) throws Exception {
        new Random(42).nextBytes(BLOCK);
        expectedChecksum = checksum();
        mesh = new Mesh(home);
        node = mesh.start("a");
        service = StreamingService.start(LENGTH, BLOCK);
        JsonObject instance = new JsonObject().put("service_name", "bulk").put("port", service.port());
        assertThat(Http.post(node.control() + "/api/v1/ipmanager/register", instance)
                        .statusCode())
                .isEqualTo(201);
        rssAtStart = residentKb();
    }

    @AfterAll
    void stop() {
        mesh.close();
        if (service != null) {
            service.close();
        }
    }

    @Test
    void aGigabyteComesDownWholeWithFlatMemory() throws IOException {
        HttpURLConnection connection = connect("down");
        CRC32 checksum = new CRC32();
        long received = 0;
        byte[] buffer = new byte[BLOCK.length];
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                checksum.update(buffer, 0, n);
                if ((received + n) / SAMPLE_EVERY > received / SAMPLE_EVERY) {
                    assertMemoryIsFlat();
                }
                received += n;
            }
        }

        assertThat(received).isEqualTo(LENGTH);
        assertThat(checksum.getValue()).isEqualTo(expectedChecksum);
    }

    @Test
    void aGigabyteGoesUpWholeWithFlatMemory() throws IOException {
        HttpURLConnection connection = connect("up");
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(LENGTH);
        try (OutputStream out = connection.getOutputStream()) {
            for (long sent = 0; sent < LENGTH; sent += BLOCK.length) {
                out.write(BLOCK);
                if (sent % SAMPLE_EVERY == 0) {
                    assertMemoryIsFlat();
                }
            }
        }

        assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(LENGTH + " " + expectedChecksum);
    }

    @Test
    void serverSentEventsArriveOneByOne() throws IOException {
        HttpURLConnection connection = connect("events");
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(connection.getContentType()).startsWith("text/event-stream");
            for (int i = 1; i <= 3; i++) {
                // the service sends an event only when it is asked for it here: none can wait for another in the
                // gateway
                service.sendEvent("event " + i);
                assertThat(events.readLine()).isEqualTo("data: event " + i);
                assertThat(events.readLine()).isEmpty();
            }
        }
    }

    @Test
    void aWebSocketEchoesTextAndABinaryMessageOfAMegabyte() throws Exception {
        Listener listener = new Listener();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(node.gateway().replace("http:", "ws:") + "/api/bulk/echo"), listener)
                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        byte[] message = new byte[1 << 20];
        new Random(1).nextBytes(message);

        socket.sendText("hello", true).get(60, SECONDS);
        socket.sendBinary(ByteBuffer.wrap(message), true).get(60, SECONDS);

        assertThat(listener.text.get(60, SECONDS)).isEqualTo("hello");
        assertThat(listener.binary.get(60, SECONDS)).isEqualTo(message);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(60, SECONDS);
        assertThat(listener.closed.get(60, SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
    }

    private HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(node.gateway() + "/api/bulk/" + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }

    private void assertMemoryIsFlat() throws IOException {
        assertThat(residentKb()).as("KB resident, %s at the start", rssAtStart).isLessThan(rssAtStart + MAX_GROWTH_KB);
    }

    private long residentKb() throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(node.pid())).start();
        return Long.parseLong(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    private static long checksum() {
        CRC32 checksum = new CRC32();
        for (long n = 0; n < LENGTH; n += BLOCK.length) {
            checksum.update(BLOCK);
        }
        return checksum.getValue();
    }

    /** Puts the parts of messages together. */
    private static final class Listener implements WebSocket.Listener {
        private final StringBuilder textSoFar = new StringBuilder();
        private final java.io.ByteArrayOutputStream binarySoFar = new java.io.ByteArrayOutputStream();
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<byte[]> binary = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            textSoFar.append(data);
            if (last) {
                text.complete(textSoFar.toString());
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            binarySoFar.writeBytes(bytes);
            if (last) {
                binary.complete(binarySoFar.toByteArray());
            }
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }
    }
}
