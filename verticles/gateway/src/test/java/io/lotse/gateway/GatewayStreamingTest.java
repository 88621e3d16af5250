package io.lotse.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bodies on their way; what a connection can hold is far less than what is sent. */
@Timeout(60)
class GatewayStreamingTest {
    private static final long LARGE = 256L * 1024 * 1024;
    /** More than all queues and socket buffers of the way together. */
    private static final long HELD = 48L * 1024 * 1024;

    private static final Buffer BLOCK = Buffer.buffer(new byte[64 * 1024]);

    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void bringsALargeBodyDown() throws IOException {
        gateway.instance("large", r -> {
            r.response().putHeader("content-length", Long.toString(LARGE));
            write(r.response(), LARGE, new AtomicLong());
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/large HTTP/1.1", "Host: h", "Connection: close", "", "");
            assertThat(raw.readHead()).containsIgnoringCase("content-length: " + LARGE);

            assertThat(count(raw.socket().getInputStream())).isEqualTo(LARGE);
        }
    }

    @Test
    void bringsALargeBodyUp() throws IOException {
        gateway.instance("large", GatewayStreamingTest::countBody);
        try (RawConnection raw = gateway.raw()) {
            raw.send("PUT /api/large HTTP/1.1", "Host: h", "Connection: close", "Content-Length: " + LARGE, "", "");
            OutputStream out = raw.socket().getOutputStream();
            for (long sent = 0; sent < LARGE; sent += BLOCK.length()) {
                out.write(BLOCK.getBytes());
            }

            assertThat(raw.readAll()).endsWith("\r\n\r\n" + LARGE);
        }
    }

    @Test
    void stopsTheUpstreamWhileTheClientDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        gateway.instance("large", r -> {
            r.response().setChunked(true);
            write(r.response(), LARGE, written);
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/large HTTP/1.1", "Host: h", "", "");
            raw.readHead();

            assertThat(settled(written)).isPositive().isLessThan(HELD);
        }
    }

    @Test
    void stopsTheClientWhileTheUpstreamDoesNotRead() throws Exception {
        gateway.instance("deaf", HttpServerRequest::pause);
        AtomicLong sent = new AtomicLong();
        RawConnection raw = gateway.raw();
        Thread client = new Thread(() -> {
            try {
                raw.send("POST /api/deaf HTTP/1.1", "Host: h", "Content-Length: " + LARGE, "", "");
                while (sent.get() < LARGE) {
                    raw.socket().getOutputStream().write(BLOCK.getBytes());
                    sent.addAndGet(BLOCK.length());
                }
            } catch (IOException closedByTheTest) {
                // the answer will be a time-out
            }
        });
        client.start();

        assertThat(settled(sent)).isPositive().isLessThan(HELD);
        assertThat(raw.readHead()).startsWith("HTTP/1.1 504");
        raw.close();
        client.join();
    }

    @Test
    void passesEventsAsTheyHappen() throws Exception {
        CompletableFuture<HttpServerResponse> stream = new CompletableFuture<>();
        gateway.instance("events", r -> {
            r.response().putHeader("content-type", "text/event-stream").setChunked(true);
            r.response().writeHead();
            stream.complete(r.response());
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/events HTTP/1.1", "Host: h", "Accept: text/event-stream", "", "");
            assertThat(raw.readHead()).containsIgnoringCase("content-type: text/event-stream");
            for (String event : new String[] {"data: 1\n\n", "data: 2\n\n"}) {
                stream.get(60, TimeUnit.SECONDS).write(event);
                assertThat(raw.readUntil(event + "\r\n")).contains(event);
            }
        }
    }

    @Test
    void answersWhileTheBodyIsStillOnItsWay() throws IOException {
        gateway.instance("echo", r -> {
            r.response().setChunked(true);
            r.handler(r.response()::write);
            r.endHandler(v -> r.response().end());
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/echo HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", "", "3", "abc", "");
            assertThat(raw.readUntil("abc\r\n")).startsWith("HTTP/1.1 200");
            raw.send("2", "de", "0", "", "");
            assertThat(raw.readUntil("0\r\n\r\n")).contains("de\r\n");
        }
    }

    @Test
    void passesTrailersOfAnAnswer() throws IOException {
        gateway.instance("trailers", r -> {
            r.response().setChunked(true).putHeader("trailer", "X-Sum");
            r.response().write("abc");
            r.response().putTrailer("X-Sum", "42").end();
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/trailers HTTP/1.1", "Host: h", "TE: trailers", "Connection: close, TE", "", "");
            assertThat(raw.readAll()).contains("\r\ntrailer: X-Sum\r\n").endsWith("0\r\nX-Sum: 42\r\n\r\n");
        }
    }

    @Test
    void cutsTheClientOffWhenAChunkedAnswerBreaksOff() throws IOException {
        try (RawUpstream broken = new RawUpstream(c -> {
                    c.readHead();
                    c.sendBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                });
                RawConnection raw = gateway.raw()) {
            gateway.register("broken", broken.port());
            raw.send("GET /api/broken HTTP/1.1", "Host: h", "", "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void cutsTheClientOffWhenAMeasuredAnswerBreaksOff() throws IOException {
        try (RawUpstream broken = new RawUpstream(c -> {
                    c.readHead();
                    c.sendBytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                });
                RawConnection raw = gateway.raw()) {
            gateway.register("broken", broken.port());
            raw.send("GET /api/broken HTTP/1.1", "Host: h", "", "");

            assertThat(raw.readAll())
                    .containsIgnoringCase("content-length: 10\r\n")
                    .endsWith("\r\n\r\nabc");
        }
    }

    @Test
    void cutsOffTheUpstreamWhenTheClientLeaves() throws Exception {
        CountDownLatch left = new CountDownLatch(2);
        gateway.instance("slow", r -> {
            r.response().closeHandler(v -> left.countDown());
            if (r.path().equals("/begun")) {
                r.response().setChunked(true).write("begun");
            }
        });
        for (String path : new String[] {"/begun", "/silent"}) {
            try (RawConnection raw = gateway.raw()) {
                raw.send("GET /api/slow" + path + " HTTP/1.1", "Host: h", "", "");
                if (path.equals("/begun")) {
                    raw.readUntil("begun\r\n");
                }
            }
        }

        assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cutsOffTheUpstreamWhenTheClientLeavesInTheMiddleOfItsBody() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        gateway.instance("up", r -> {
            r.exceptionHandler(told::complete);
            r.endHandler(v -> told.completeExceptionally(new AssertionError("the body was ended")));
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/up HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", "", "3", "abc", "");
        }

        assertThat(told.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void finishesARunningRequestOfADeregisteredInstance() throws Exception {
        CompletableFuture<HttpServerResponse> running = new CompletableFuture<>();
        int port = gateway.upstream(r -> {
                    r.response().setChunked(true).write("first,");
                    running.complete(r.response());
                })
                .actualPort();
        String id = gateway.register("leaving", port);
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/leaving HTTP/1.1", "Host: h", "", "");
            raw.readUntil("first,\r\n");

            gateway.mesh.deregister(id);
            running.get(60, TimeUnit.SECONDS).end("last");

            assertThat(raw.readUntil("0\r\n\r\n")).contains("last");
            assertThat(gateway.get("/api/leaving").status()).isEqualTo(404);
        }
    }

    @Test
    void passesOnLeaveToSendABody() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        gateway.instance("careful", r -> {
            asked.addAndGet("100-continue".equals(r.getHeader("expect")) ? 1 : 0);
            r.response().writeContinue();
            r.body().onSuccess(r.response()::end);
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/careful HTTP/1.1", "Host: h", "Expect: 100-continue", "Content-Length: 4", "", "");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 100 Continue\r\n");
            raw.sendBytes("body");
            assertThat(raw.readUntil("body")).startsWith("HTTP/1.1 200");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void passesOnARefusalToTakeABodyAndCloses() throws IOException {
        gateway.instance("strict", r -> r.response().setStatusCode(417).end("no"));
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/strict HTTP/1.1", "Host: h", "Expect: 100-continue", "Content-Length: 4", "", "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 417").containsIgnoringCase("connection: close\r\n");
        }
    }

    @Test
    void closesWhenItRefusesARequestWhoseBodyWaitsForLeave() throws IOException {
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/nobody HTTP/1.1", "Host: h", "Expect: 100-continue", "Content-Length: 4", "", "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 404").containsIgnoringCase("connection: close\r\n");
        }
    }

    @Test
    void passesHintsThatComeBeforeTheAnswer() throws IOException {
        gateway.instance("hints", r -> {
            r.response().writeEarlyHints(HttpHeaders.headers().set("link", "</style.css>"));
            r.response().end("page");
        });
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/hints HTTP/1.1", "Host: h", "", "");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 103").containsIgnoringCase("link: </style.css>");
            assertThat(raw.readUntil("page")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void doesNotLetAnAnswerThatBrokeOffPassForAWholeOne() throws IOException {
        try (RawUpstream broken = new RawUpstream(c -> {
                    c.readHead();
                    c.sendBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                });
                RawConnection raw = gateway.raw()) {
            gateway.register("broken", broken.port());
            raw.send("GET /api/broken HTTP/1.0", "Host: h", "", "");

            assertThatThrownBy(raw::readAll).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void goesOnWithTheConnectionAfterAnAnswerThatCameEarly() throws IOException {
        gateway.instance("early", r -> r.response().setStatusCode(401).end("no"));
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/early HTTP/1.1", "Host: h", "Content-Length: 100000", "", "abc");
            assertThat(raw.readUntil("no")).startsWith("HTTP/1.1 401");
            raw.sendBytes("x".repeat(99_997));
            raw.send("GET /api/early HTTP/1.1", "Host: h", "", "");
            assertThat(raw.readUntil("no")).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void leavesTimeToAClientThatIsSlowToSend() throws Exception {
        gateway.instance("patient", GatewayStreamingTest::countBody);
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/patient HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", "", "1", "a", "");
            CompletableFuture<Void> longerThanAnInstanceMayBeSilent = new CompletableFuture<>();
            gateway.vertx.setTimer(700, t -> longerThanAnInstanceMayBeSilent.complete(null));
            longerThanAnInstanceMayBeSilent.get(60, TimeUnit.SECONDS);
            raw.send("1", "b", "0", "", "");

            assertThat(raw.readUntil("\r\n\r\n2")).startsWith("HTTP/1.1 200");
        }
    }

    private static void countBody(HttpServerRequest request) {
        AtomicLong received = new AtomicLong();
        request.handler(b -> received.addAndGet(b.length()));
        request.endHandler(v -> request.response().end(received.toString()));
    }

    private static void write(HttpServerResponse response, long total, AtomicLong written) {
        while (written.get() < total && !response.writeQueueFull()) {
            written.addAndGet(BLOCK.length());
            response.write(BLOCK);
        }
        if (written.get() < total) {
            response.drainHandler(v -> write(response, total, written));
        } else {
            response.end();
        }
    }

    /** The value once it has stood still for a while. */
    private static long settled(AtomicLong value) throws InterruptedException {
        long before = -1;
        CountDownLatch never = new CountDownLatch(1);
        while (value.get() != before || before == 0) {
            before = value.get();
            never.await(200, TimeUnit.MILLISECONDS);
        }
        return before;
    }

    private static long count(InputStream in) throws IOException {
        byte[] block = new byte[64 * 1024];
        long total = 0;
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            total += read;
        }
        return total;
    }
}
