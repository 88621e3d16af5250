package io.lotse.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages that two parties could read in two ways. */
class GatewayFramingTest {
    private final AtomicInteger requests = new AtomicInteger();
    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture();
        gateway.instance("hello", r -> {
            requests.incrementAndGet();
            r.body().onSuccess(b -> r.response().end(b));
        });
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                Arguments.of("both lengths", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nX"),
                Arguments.of(
                        "both lengths, turned", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\nX"),
                Arguments.of("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n", "abcdef"),
                Arguments.of("a list of lengths", "Content-Length: 5, 6\r\n", "abcdef"),
                Arguments.of("a signed length", "Content-Length: +5\r\n", "abcde"),
                Arguments.of("a length that is none", "Content-Length: 5x\r\n", "abcde"),
                Arguments.of("an unknown coding", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                Arguments.of("a coding after chunked", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
                Arguments.of(
                        "chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                Arguments.of("a coding only", "Transfer-Encoding: identity\r\n", ""),
                Arguments.of("a hidden coding", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                Arguments.of("a space before the colon", "Content-Length : 5\r\n", "abcde"),
                Arguments.of("a header without colon", "Content-Length 5\r\n", ""),
                Arguments.of("a second host", "Host: other\r\n", ""),
                Arguments.of("a null in a value", "X-A: a\0b\r\n", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void refuses(String what, String headers, String body) throws IOException {
        try (RawConnection raw = gateway.raw()) {
            raw.sendBytes("POST /api/hello HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n" + body);

            assertThat(raw.readAll()).startsWith("HTTP/1.1 400").contains("\"code\":\"invalid-request\"");
        }
        assertThat(requests).hasValue(0);
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                Arguments.of("no host", "GET /api/hello HTTP/1.1\r\n\r\n", "400"),
                Arguments.of("a host that is none", "GET /api/hello HTTP/1.1\r\nHost: a b\r\n\r\n", "400"),
                Arguments.of("a quoted host", "GET /api/hello HTTP/1.1\r\nHost: a\";for=x\r\n\r\n", "400"),
                Arguments.of("a control character", "GET /api/hello/\u0001 HTTP/1.1\r\nHost: h\r\n\r\n", "400"),
                Arguments.of("a space in the path", "GET /api/hello/a b HTTP/1.1\r\nHost: h\r\n\r\n", "400"),
                Arguments.of("a fragment", "GET /api/hello/#a HTTP/1.1\r\nHost: h\r\n\r\n", "400"),
                Arguments.of(
                        "chunks in HTTP/1.0", "POST /api/hello HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400"),
                Arguments.of("a tunnel", "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", "405"),
                Arguments.of(
                        "a long line", "GET /api/hello/" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n", "414"),
                Arguments.of(
                        "a large header", "GET /api/hello HTTP/1.1\r\nX: " + "a".repeat(80_000) + "\r\n\r\n", "431"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("odd")
    void refusesAsProblem(String what, String request, String status) throws IOException {
        try (RawConnection raw = gateway.raw()) {
            raw.sendBytes(request);

            String head = raw.readHead();

            assertThat(head).contains(" " + status + " ").contains("application/problem+json");
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void cutsOffABodyWithBadChunks() throws IOException {
        try (RawConnection raw = gateway.raw()) {
            raw.send("POST /api/hello HTTP/1.1", "Host: h", "Transfer-Encoding: chunked", "", "zz", "abc", "0", "", "");

            assertThat(raw.readAll()).doesNotContain("200 OK");
        }
        assertThat(requests.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        gateway.instance(
                "late", r -> gateway.vertx.setTimer(50, t -> r.response().end("late")));
        try (RawConnection raw = gateway.raw()) {
            raw.sendBytes("GET /api/late HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "POST /api/hello HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /api/nobody HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(raw.readAll())
                    .containsSubsequence("200 OK", "\r\n\r\nlate", "200 OK", "\r\n\r\nabc", "404", "unknown-service");
        }
    }

    @Test
    void sendsChunksOnAsChunks() throws IOException {
        try (RawConnection raw = gateway.raw()) {
            raw.send(
                    "POST /api/hello HTTP/1.1",
                    "Host: h",
                    "Transfer-Encoding: Chunked",
                    "Connection: close",
                    "",
                    "3;ext=1",
                    "abc",
                    "2",
                    "de",
                    "0",
                    "X-Trailer: 1",
                    "",
                    "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nabcde");
        }
    }
}
