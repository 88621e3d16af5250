package io.lotse.gateway;

import java.io.IOException;
import java.time.Duration;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a gateway that stops parts from the clients of kept connections. */
class GatewayLeavingTest {
    private final GatewayFixture gateway = GatewayFixture.with(c -> c.draining(Duration.ofSeconds(5)));

    @AfterEach
    void close() {
        gateway.close();
    }

    private String ask(RawConnection client) throws IOException {
        return client.send("POST /api/hello HTTP/1.1", "Host: h", "Content-Length: 0", "", "")
                .readUntil("hello");
    }

    @Test
    void tellsAClientOfAKeptConnectionInsteadOfClosingUnderItsNextRequest() throws Exception {
        gateway.instance("hello", r -> r.response().end("hello"));
        try (RawConnection client = gateway.raw()) {
            assertThat(ask(client)).startsWith("HTTP/1.1 200 ").doesNotContain("connection: close");
            Future<Void> stopped = Future.all(gateway.vertx.deploymentIDs().stream()
                            .map(gateway.vertx::undeploy)
                            .toList())
                    .mapEmpty();

            String last = ask(client);
            while (!last.contains("connection: close")) {
                last = ask(client);
            }

            assertThat(last).startsWith("HTTP/1.1 200 ");
            assertThat(client.readAll()).isEmpty();
            Await.done(stopped);
        }
    }
}
