package io.lotse.gateway;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections of clients where nothing moves. */
class GatewayIdleTest {
    private static final int MOST_CHUNKS = 8;
    private static final int CHUNK_EVERY_MILLIS = 150;

    private final GatewayFixture gateway = GatewayFixture.with(c -> c.withTimeouts(new GatewayConfig.Timeouts(
                    Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofMillis(500), Duration.ofSeconds(5)))
            .withH2c(0));
    private int sent;

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aKeptConnectionIsClosedWhenNothingMovedForTheIdleTime() throws Exception {
        gateway.instance("hello", r -> r.response().end("hello"));

        try (RawConnection client = gateway.raw()) {
            client.send("GET /api/hello HTTP/1.1", "Host: h", "", "");

            assertThat(client.readAll()).startsWith("HTTP/1.1 200 ").endsWith("hello");
        }
    }

    @Test
    void aConnectionThatNeverAskedIsClosed() throws Exception {
        try (RawConnection client = gateway.raw()) {
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void anHttp2ConnectionIsClosedToo() throws IOException {
        try (RawConnection client = new RawConnection(new Socket("127.0.0.1", gateway.h2cPort()))) {
            String emptySettings = "\0\0\0\4\0\0\0\0\0";
            client.sendBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + emptySettings);

            assertThat(client.readAll()).isNotEmpty();
        }
    }

    @Test
    void aStreamThatGoesOnIsLeftAlone() throws Exception {
        gateway.instance("ticks", r -> {
            r.response().setChunked(true);
            gateway.vertx.setPeriodic(CHUNK_EVERY_MILLIS, timer -> {
                r.response().write("tick");
                if (++sent == MOST_CHUNKS) {
                    gateway.vertx.cancelTimer(timer);
                    r.response().end("end");
                }
            });
        });

        try (RawConnection client = gateway.raw()) {
            client.send("GET /api/ticks HTTP/1.1", "Host: h", "", "");

            assertThat(client.readUntil("end\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        }
    }
}
