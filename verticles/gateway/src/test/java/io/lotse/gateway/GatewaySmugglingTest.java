package io.lotse.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What comes malformed reaches an upstream as one sound message (RFC 9112, 2.2, 5.2 and 7.1 allow that) or not at all, byte
 * for byte: a second request that hides in it is never seen as one.
 */
class GatewaySmugglingTest {
    private static final String LEFT = "<left>";
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final Pattern REQUEST_LINE = Pattern.compile("(?m)^[A-Z]+ /\\S* HTTP/1\\.[01]$");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]");

    private final List<StringBuffer> recorded = new CopyOnWriteArrayList<>();
    private GatewayFixture gateway;
    private RawUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        gateway = new GatewayFixture();
        upstream = new RawUpstream(this::record);
        gateway.register("hello", upstream.port());
    }

    /** Answers each connection's first head and writes down all that comes until the gateway leaves. */
    private void record(RawConnection connection) throws IOException {
        StringBuffer text = new StringBuffer();
        recorded.add(text);
        try {
            boolean answered = false;
            for (int b = read(connection); b >= 0; b = read(connection)) {
                text.append((char) b);
                if (!answered && text.indexOf("\r\n\r\n") > 0) {
                    answered = true;
                    connection.send("HTTP/1.1 200 OK", "Content-Length: 0", "", "");
                }
            }
        } finally {
            text.append(LEFT);
        }
    }

    private static int read(RawConnection connection) throws IOException {
        return connection.socket().getInputStream().read();
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("bare LF after a header", "X-A: a\nX-B: b\r\n", ""),
                Arguments.of("bare LF before a hidden length", "X-A: a\nContent-Length: 35\r\n", HIDDEN),
                Arguments.of("a bare CR in a value", "X-A: a\rTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + HIDDEN),
                Arguments.of("a folded value", "X-A: a\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n" + HIDDEN),
                Arguments.of("a folded coding", "Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
                Arguments.of("a control character in a value", "X-A: a\u0001b\r\n", ""),
                Arguments.of("a control character in a name", "X\u0001A: a\r\n", ""),
                Arguments.of("a control character before a coding", "Transfer-Encoding: \u000bchunked\r\n", HIDDEN),
                Arguments.of("a signed chunk size", "Transfer-Encoding: chunked\r\n", "+3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a negative chunk size", "Transfer-Encoding: chunked\r\n", "-1\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a chunk size with 0x", "Transfer-Encoding: chunked\r\n", "0x3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of(
                        "a chunk size of nine digits",
                        "Transfer-Encoding: chunked\r\n",
                        "100000003\r\nabc\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("an empty chunk size", "Transfer-Encoding: chunked\r\n", "\r\nabc\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("a chunk extension", "Transfer-Encoding: chunked\r\n", "3;a=\"x\"\r\nabc\r\n0\r\n\r\n"),
                Arguments.of(
                        "bare LF in a chunk extension",
                        "Transfer-Encoding: chunked\r\n",
                        "3;a\nabc\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a chunk longer than told",
                        "Transfer-Encoding: chunked\r\n",
                        "3\r\nabcd\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a trailer that frames", "Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 35\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void passesOnNothingAsItCame(String what, String headers, String body) throws IOException {
        String answer;
        try (RawConnection raw = gateway.raw()) {
            raw.sendBytes(
                    "POST /api/hello/seen HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers + "\r\n" + body);

            answer = raw.readAll();
        }
        gateway.close();
        await().until(() -> recorded.stream().allMatch(r -> r.indexOf(LEFT) >= 0));

        assertThat(answer).as("answered or cut off").matches("(?s)(HTTP/1\\.1 (200|400|502) .*)?");
        if (answer.startsWith("HTTP/1.1 200")) {
            assertThat(recorded).hasSize(1);
        }
        assertThat(recorded)
                .extracting(r -> r.toString().replace(LEFT, ""))
                .filteredOn(r -> !r.isEmpty())
                .allSatisfy(GatewaySmugglingTest::isOneSoundMessage);
    }

    @Test
    void aChunkSizeThatTheDecoderWouldReadWrongEndsTheRequest() throws IOException {
        String answer;
        try (RawConnection raw = gateway.raw()) {
            raw.sendBytes("POST /api/hello/seen HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "100000003\r\nabc\r\n0\r\n\r\n" + HIDDEN);

            answer = raw.readAll();
        }
        gateway.close();
        await().until(() -> recorded.stream().allMatch(r -> r.indexOf(LEFT) >= 0));

        assertThat(answer).doesNotContainPattern("(?s)HTTP/1.*HTTP/1");
        assertThat(recorded).noneMatch(r -> r.indexOf("abc") >= 0 || r.indexOf("0\r\n\r\n") >= 0);
    }

    private static void isOneSoundMessage(String message) {
        String head = message.substring(0, message.indexOf("\r\n\r\n") + 2);
        String body = message.substring(head.length() + 2);
        assertThat(head.replace("\r\n", "")).doesNotContain("\r", "\n").doesNotContainPattern(CONTROL);
        assertThat(head).doesNotContain("\r\n ", "\r\n\t");
        assertThat(REQUEST_LINE.matcher(message.replace("\r\n", "\n")).results().map(r -> r.group()))
                .containsExactly("POST /seen HTTP/1.1");
        boolean chunked = head.toLowerCase(java.util.Locale.ROOT).contains("\r\ntransfer-encoding: chunked\r\n");
        assertThat(head.toLowerCase(java.util.Locale.ROOT).contains("\r\ncontent-length:"))
                .as("one framing: " + head)
                .isFalse();
        assertThat(body).matches(chunked ? "(?s)(3\r\nabc\r\n)?(0\r\n\r\n)?" : "");
    }
}
