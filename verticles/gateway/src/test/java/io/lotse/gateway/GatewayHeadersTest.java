package io.lotse.gateway;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What reaches the upstream and what comes back, in bytes. */
class GatewayHeadersTest {
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private GatewayFixture gateway;
    private RawUpstream upstream;
    private volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @BeforeEach
    void start() throws IOException {
        gateway = new GatewayFixture();
        upstream = new RawUpstream(connection -> {
            while (true) {
                heads.add(connection.readHead());
                connection.sendBytes(answer);
            }
        });
        gateway.register("raw", upstream.port());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @Test
    void writesTheWayDown() throws Exception {
        String head = headFor("Host: shop.example:8000");

        assertThat(head)
                .startsWith("GET /x HTTP/1.1\r\n")
                .containsIgnoringCase("host: shop.example:8000\r\n")
                .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n")
                .contains("\r\nX-Forwarded-Host: shop.example:8000\r\n")
                .contains("\r\nX-Forwarded-Port: 8000\r\n")
                .contains("\r\nX-Forwarded-Proto: http\r\n")
                .contains("\r\nX-Forwarded-Prefix: /api/raw\r\n")
                .contains("\r\nForwarded: for=127.0.0.1;host=\"shop.example:8000\";proto=http\r\n")
                .contains("\r\nVia: 1.1 lotse\r\n");
    }

    @Test
    void appendsToTheWayThatTheRequestHasBehindIt() throws Exception {
        String head = headFor(
                "Host: h",
                "X-Forwarded-For: 192.0.2.7",
                "x-forwarded-for: 192.0.2.8",
                "Forwarded: for=\"[2001:db8::1]\"",
                "Via: 1.0 fred");

        assertThat(head)
                .contains("X-Forwarded-For: 192.0.2.7, 192.0.2.8, 127.0.0.1\r\n")
                .contains("Forwarded: for=\"[2001:db8::1]\", for=127.0.0.1;host=\"h\";proto=http\r\n")
                .contains("Via: 1.0 fred\r\n")
                .contains("Via: 1.1 lotse\r\n");
    }

    @Test
    void doesNotBelieveWhatAClientSaysOfItsWay() throws Exception {
        String head = headFor(
                "Host: h",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: bank.example",
                "X-Forwarded-Port: 1",
                "X-Forwarded-Prefix: /admin",
                "X-Real-IP: 192.0.2.66",
                "Lotse-Hop: 1");

        assertThat(head)
                .doesNotContain("https", "bank.example", "X-Forwarded-Port: 1\r\n", "/admin", "Lotse-Hop", "192.0.2.66")
                .contains("X-Forwarded-Host: h\r\n")
                .contains("X-Forwarded-Port: 80\r\n");
    }

    @Test
    void endsFieldsOfOneHop() throws Exception {
        String head = headFor(
                "Host: h",
                "Connection: X-Mine, keep-alive ,  x-other",
                "X-Mine: 1",
                "X-Other: 1",
                "X-Stays: 1",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "TE: gzip",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMA",
                "Proxy-Authorization: Basic x");

        assertThat(head)
                .contains("X-Stays: 1\r\n")
                .doesNotContainIgnoringCase("x-mine")
                .doesNotContainIgnoringCase("x-other")
                .doesNotContainIgnoringCase("keep-alive")
                .doesNotContainIgnoringCase("proxy-")
                .doesNotContainIgnoringCase("te:")
                .doesNotContainIgnoringCase("upgrade")
                .doesNotContainIgnoringCase("http2-settings");
    }

    @Test
    void doesNotLetConnectionNameWhatFramesTheMessage() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (RawConnection raw = gateway.raw()) {
            raw.send(
                    "POST /api/raw HTTP/1.1",
                    "Host: h",
                    "Content-Length: 4",
                    "Connection: close, Content-Length, Host, X-Forwarded-For",
                    "",
                    "body");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 200");
        }
        assertThat(nextHead())
                .containsIgnoringCase("content-length: 4\r\n")
                .containsIgnoringCase("host: h\r\n")
                .contains("X-Forwarded-For: 127.0.0.1\r\n");
    }

    @Test
    void keepsTheWishForTrailers() throws Exception {
        assertThat(headFor("Host: h", "TE: gzip;q=0.5, trailers", "Connection: TE"))
                .contains("TE: trailers\r\n")
                .containsIgnoringCase("connection: TE\r\n")
                .doesNotContain("gzip");
    }

    @Test
    void keepsRepeatedFieldsAndBytesBeyondAscii() throws Exception {
        String head =
                headFor("Host: h", "X-Twice: b", "X-Twice: a", "X-Name: J\u00fcrgen", "Cookie: a=1", "Cookie: b=2");

        assertThat(head).containsSubsequence("X-Twice: b\r\n", "X-Twice: a\r\n");
        assertThat(head).contains("X-Name: J\u00fcrgen\r\n", "Cookie: a=1\r\n", "Cookie: b=2\r\n");
    }

    @Test
    void percentEncodesBytesBeyondAsciiInThePath() throws Exception {
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/raw/\u00c3\u00bc?q=\u00c3\u009f HTTP/1.1", "Host: h", "", "");
            raw.readHead();
        }
        assertThat(nextHead()).startsWith("GET /%C3%BC?q=%C3%9F HTTP/1.1\r\n");
    }

    @Test
    void takesTheAuthorityOfAnAbsoluteTarget() throws Exception {
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET http://real.example:81/api/raw/x?y HTTP/1.1", "Host: other.example", "", "");
            raw.readHead();
        }
        assertThat(nextHead())
                .startsWith("GET /x?y HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: real.example:81\r\n")
                .doesNotContain("other.example");
    }

    @Test
    void servesAClientOfHttp10WithoutHost() throws Exception {
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/raw HTTP/1.0", "", "");
            assertThat(raw.readAll()).startsWith("HTTP/1.0 200 OK\r\n").endsWith("\r\n\r\nok");
        }
        assertThat(nextHead())
                .containsIgnoringCase("\r\nhost: 127.0.0.1:" + upstream.port() + "\r\n")
                .contains("Via: 1.0 lotse\r\n")
                .doesNotContain("X-Forwarded-Host");
    }

    @Test
    void endsFieldsOfOneHopInTheAnswer() throws Exception {
        answer = String.join(
                "\r\n",
                "HTTP/1.1 299 Fine So Far",
                "Content-Length: 2",
                "Connection: keep-alive, X-Mine",
                "Keep-Alive: timeout=7",
                "X-Mine: 1",
                "Proxy-Authenticate: Basic",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2",
                "ETag: \"x\"",
                "",
                "ok");

        String head = answerTo("GET");

        assertThat(head)
                .startsWith("HTTP/1.1 299 Fine So Far\r\n")
                .containsSubsequence("Set-Cookie: a=1\r\n", "Set-Cookie: b=2\r\n")
                .contains("ETag: \"x\"\r\n", "Via: 1.1 lotse\r\n")
                .doesNotContainIgnoringCase("x-mine")
                .doesNotContainIgnoringCase("keep-alive")
                .doesNotContainIgnoringCase("proxy-");
    }

    @Test
    void keepsTheLengthThatAHeadAnswerTells() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n";

        assertThat(answerTo("HEAD")).containsIgnoringCase("content-length: 12345\r\n");
        assertThat(answerTo("HEAD")).containsIgnoringCase("content-length: 12345\r\n");
    }

    @Test
    void addsNoLengthToAHeadAnswerOfUnknownLength() throws Exception {
        answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(answerTo("HEAD")).doesNotContainIgnoringCase("content-length");
    }

    @Test
    void sendsNoLengthWithNoContent() throws Exception {
        answer = "HTTP/1.1 204 No Content\r\n\r\n";

        assertThat(answerTo("DELETE"))
                .startsWith("HTTP/1.1 204 No Content\r\n")
                .doesNotContainIgnoringCase("content-length")
                .doesNotContainIgnoringCase("transfer-encoding");
    }

    @Test
    void keepsTheHeadersOfNotModified() throws Exception {
        answer = "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 99\r\n\r\n";

        assertThat(answerTo("GET"))
                .startsWith("HTTP/1.1 304")
                .contains("ETag: \"x\"\r\n")
                .containsIgnoringCase("content-length: 99\r\n");
    }

    @Test
    void passesAnAnswerThatEndsWithItsConnection() throws Exception {
        try (RawUpstream old = new RawUpstream(c -> {
            c.readHead();
            c.sendBytes("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end");
        })) {
            gateway.register("old", old.port());

            assertThat(gateway.get("/api/old").text()).isEqualTo("until the end");
            try (RawConnection raw = gateway.raw()) {
                raw.send("GET /api/old HTTP/1.0", "Connection: keep-alive", "", "");
                assertThat(raw.readAll()).endsWith("\r\n\r\nuntil the end");
            }
        }
    }

    private String headFor(String... headers) throws Exception {
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/raw/x HTTP/1.1", String.join("\r\n", headers), "", "");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
        }
        return nextHead();
    }

    /** The head that the client gets; a GET after it shows that the connection can still be used. */
    private String answerTo(String method) throws Exception {
        try (RawConnection raw = gateway.raw()) {
            raw.send(method + " /api/raw/x HTTP/1.1", "Host: h", "", "");
            String head = raw.readHead();
            if (!method.equals("GET")) {
                raw.send("GET /api/nobody HTTP/1.1", "Host: h", "", "");
                assertThat(raw.readHead()).startsWith("HTTP/1.1 404");
            }
            return head;
        }
    }

    private String nextHead() throws InterruptedException {
        String head = heads.poll(60, TimeUnit.SECONDS);
        assertThat(head).as("what reached the upstream").isNotNull();
        return head;
    }
}
