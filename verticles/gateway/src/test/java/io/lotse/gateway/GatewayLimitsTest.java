package io.lotse.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of requests that are too large, and of clients that are too slow. */
class GatewayLimitsTest {
    private static GatewayFixture gateway;
    private static int port;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
        gateway.instance("hello", r -> r.body().onSuccess(body -> r.response().end("hello")));
        port = gateway.startGateway(new GatewayConfig.Limits(1_024, 2_048, Duration.ofMillis(300)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void refusesALongUrlAndLargeHeadersByTheNodesLimits() throws Exception {
        try (RawConnection client = GatewayFixture.raw(port)) {
            client.send("GET /api/hello/" + "a".repeat(1_100) + " HTTP/1.1", "Host: h", "", "");
            assertThat(client.readAll()).contains(" 414 ", "url-too-long");
        }
        try (RawConnection client = GatewayFixture.raw(port)) {
            client.send("GET /api/hello HTTP/1.1", "Host: h", "X: " + "a".repeat(2_100), "", "");
            assertThat(client.readAll()).contains(" 431 ", "headers-too-large");
        }
    }

    @Test
    void cutsOffAClientThatSendsAByteOfItsHeadNowAndThen() throws Exception {
        try (RawConnection client = GatewayFixture.raw(port)) {
            client.send("GET /api/hello HTTP/1.1", "Host: h", "X: ");
            Awaitility.await().until(() -> isClosedOnWriting(client));
        }
    }

    @Test
    void cutsOffAClientWhoseSecondHeadStaysUnfinished() throws Exception {
        try (RawConnection client = GatewayFixture.raw(port)) {
            client.send("GET /api/hello HTTP/1.1", "Host: h", "", "");
            assertThat(client.readUntil("hello")).startsWith("HTTP/1.1 200 ");
            client.send("GET /api/hello HTTP/1.1", "Host: h");
            assertThat(client.readAll()).isEmpty();
        }
    }

    private static void route(String name, String limits) {
        gateway.mesh.route(
                name,
                """
                {"match": {"path": "/%s/**"}, "targets": [{"service": "hello"}], "policy": {"limits": %s}}"""
                        .formatted(name, limits));
        Awaitility.await().until(() -> gateway.get("/" + name).status() == 200);
    }

    private static String answerTo(String... lines) throws Exception {
        try (RawConnection client = gateway.raw()) {
            return client.send(lines).readUntil("}");
        }
    }

    @Test
    void refusesWhatWeighsMoreThanTheRouteAllows() throws Exception {
        route("small", "{\"max_url\": 20, \"max_headers\": 100, \"max_body\": 4}");

        assertThat(answerTo("GET /small/" + "a".repeat(14) + " HTTP/1.1", "Host: h", "", ""))
                .contains(" 414 ", "url-too-long");
        assertThat(answerTo("GET /small HTTP/1.1", "Host: h", "X: " + "a".repeat(90), "", ""))
                .contains(" 431 ", "headers-too-large");
        assertThat(answerTo("POST /small HTTP/1.1", "Host: h", "Content-Length: 5", "", ""))
                .contains(" 413 ", "body-too-large");
        assertThat(answerTo("POST /small HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", "", "4", "aaaa", "1", "a"))
                .contains(" 413 ", "body-too-large");
        assertThat(gateway.send(HttpMethod.POST, "/small", Buffer.buffer("aaaa"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void givesUpABodyThatStopsComing() throws Exception {
        route("slow", "{\"body_idle\": 0.3}");

        try (RawConnection client = gateway.raw()) {
            client.send("POST /slow HTTP/1.1", "Host: h", "Content-Length: 5", "", "a");
            assertThat(client.readAll().toLowerCase(Locale.ROOT))
                    .contains(" 408 ", "request-timeout", "connection: close");
        }
    }

    @Test
    void leavesAClientAloneWhoseHeadIsWholeWhileItsBodyTakesLonger() throws Exception {
        try (RawConnection slow = GatewayFixture.raw(port);
                RawConnection measure = GatewayFixture.raw(port)) {
            slow.send("POST /api/hello HTTP/1.1", "Host: h", "Content-Length: 2", "", "a");
            // this one's head is begun later, and is cut off: so the first has outlived that time
            measure.send("GET /");
            assertThat(measure.readAll()).isEmpty();
            slow.sendBytes("b");
            assertThat(slow.readUntil("hello")).startsWith("HTTP/1.1 200 ");
        }
    }

    private static boolean isClosedOnWriting(RawConnection client) {
        try {
            client.sendBytes("a");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }
}
