package io.lotse.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Inflater;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.gateway.RoutePolicy;

import static org.assertj.core.api.Assertions.assertThat;

/** A route that compresses answers, over real sockets. */
class GatewayCompressionTest {
    private static final String TEXT = "all the king's horses and all the king's men, ".repeat(100);

    private final CacheFixture service = new CacheFixture();

    GatewayCompressionTest() {
        service.policy("{\"compression\": {}}");
        service.answer(
                200, TEXT, "Content-Type", "text/plain; charset=utf-8", "ETag", "\"v1\"", "Accept-Ranges", "bytes");
    }

    @AfterEach
    void close() {
        service.close();
    }

    private GatewayFixture.Answer get(String... namesAndValues) {
        Map<String, String> headers = new HashMap<>(Map.of("Accept-Encoding", "br, gzip"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return service.gateway.get("/r", headers);
    }

    /** From now on the service answers like this. */
    private void answers(int status, String body, String... namesAndValues) {
        service.answer(status, body, namesAndValues);
        service.get("/r");
    }

    private void answers(Handler<HttpServerRequest> answer) {
        service.answer(answer);
        assertThat(service.get("/r").text()).isEqualTo(TEXT);
    }

    private static void assertCompressed(GatewayFixture.Answer answer, String body) throws IOException {
        assertThat(answer.head().headers().getAll("content-encoding")).containsExactly("gzip");
        assertThat(answer.head().headers().getAll("vary")).containsExactly("accept-encoding");
        assertThat(new String(CompressorsTest.unzip(answer.body()))).isEqualTo(body);
        assertThat(answer.body().length()).isLessThan(body.length());
    }

    private static void assertPlain(GatewayFixture.Answer answer, String body) {
        assertThat(answer.head().getHeader("content-encoding")).isNull();
        assertThat(answer.text()).isEqualTo(body);
    }

    @Test
    void compressesForAClientThatAcceptsIt() throws IOException {
        GatewayFixture.Answer answer = get();

        assertCompressed(answer, TEXT);
        assertThat(answer.head().getHeader("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.head().getHeader("content-length")).isNull();
        assertThat(answer.head().getHeader("etag")).isEqualTo("W/\"v1\"");
        assertThat(answer.head().getHeader("accept-ranges")).isNull();
        assertThat(service.asked.get(0).headers().get("accept-encoding")).isEqualTo("br, gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "br", "identity, gzip;q=0.5", ""})
    void sendsOthersThePlainBodyAndSaysThatThisDepends(String accepted) {
        GatewayFixture.Answer answer = get("Accept-Encoding", accepted);

        assertPlain(answer, TEXT);
        assertThat(answer.head().getHeader("vary")).isEqualTo("accept-encoding");
        assertThat(answer.head().getHeader("etag")).isEqualTo("\"v1\"");
        assertThat(answer.head().getHeader("content-length")).isEqualTo("" + TEXT.length());
    }

    @Test
    void aRouteWithoutThePolicyChangesNothing() {
        service.policy("{}");

        GatewayFixture.Answer answer = get();

        assertPlain(answer, TEXT);
        assertThat(answer.head().getHeader("vary")).isNull();
        assertThat(answer.head().getHeader("etag")).isEqualTo("\"v1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/Problem+JSON",
                "image/svg+xml",
                "application/wasm",
                "text/javascript;charset=utf-8"
            })
    void compressesWhatGetsSmaller(String type) throws IOException {
        answers(200, TEXT, "Content-Type", type);

        assertCompressed(get(), TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/grpc", "application/octet-stream", "texture/plain", ""})
    void leavesAloneWhatDoesNot(String type) {
        answers(200, TEXT, "Content-Type", type);

        GatewayFixture.Answer answer = get();
        assertPlain(answer, TEXT);
        assertThat(answer.head().getHeader("vary")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Encoding, identity, 200",
        "Cache-Control, 'public, No-Transform', 200",
        "Content-Range, bytes 0-4599/4600, 206",
        "Content-Digest, sha-256=:AAAA:, 200",
        "X-Any, thing, 206"
    })
    void leavesAloneWhatMayNotBeChanged(String name, String value, int status) {
        answers(status, TEXT, "Content-Type", "text/plain", "ETag", "\"v1\"", name, value);

        GatewayFixture.Answer answer = get();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(TEXT);
        assertThat(answer.head().getHeader(name)).isEqualTo(value);
        assertThat(answer.head().getHeader("etag")).isEqualTo("\"v1\"");
        assertThat(answer.head().getHeader("vary")).isNull();
    }

    @Test
    void doesWhatARequestSaysThatForbidsChanges() {
        assertPlain(get("Cache-Control", "no-transform"), TEXT);
    }

    @Test
    void leavesSmallBodiesAloneUnlessTheClientTakesNoPlainOnes() throws IOException {
        service.policy("{\"compression\": {\"min_size\": 100, \"level\": 9}}");
        answers(200, "a".repeat(99), "Content-Type", "text/plain");
        assertPlain(get(), "a".repeat(99));

        assertCompressed(get("Accept-Encoding", "gzip, identity;q=0"), "a".repeat(99));
        answers(200, "a".repeat(100), "Content-Type", "text/plain");
        assertCompressed(get(), "a".repeat(100));
    }

    @Test
    void saysOnceWhatAnAnswerDependsOn() {
        answers(200, TEXT, "Content-Type", "text/plain", "Vary", "Accept, Accept-Encoding");
        assertThat(get().head().headers().getAll("vary")).containsExactly("Accept, Accept-Encoding");

        answers(200, TEXT, "Content-Type", "text/plain", "Vary", "Accept");
        assertThat(get().head().headers().getAll("vary")).containsExactly("Accept", "accept-encoding");
    }

    @Test
    void saysNothingOfALengthThatHeadDoesNotTell() {
        GatewayFixture.Answer answer = Await.result(service.gateway
                .client
                .request(HttpMethod.HEAD, service.gateway.port, "127.0.0.1", "/r")
                .compose(r -> r.putHeader("accept-encoding", "gzip").send())
                .map(head -> new GatewayFixture.Answer(head, Buffer.buffer())));

        assertThat(answer.head().getHeader("vary")).isEqualTo("accept-encoding");
        assertThat(answer.head().getHeader("content-encoding")).isNull();
    }

    @Test
    void answersHeadWithoutABodyAndWithTheHeadersOfGet() throws IOException {
        String length = Integer.toString(TEXT.length());
        answers(200, TEXT, "Content-Type", "text/plain", "ETag", "\"v1\"", "Content-Length", length);
        try (RawConnection client = service.gateway.raw()) {
            client.send("HEAD /r HTTP/1.1", "Host: h", "Accept-Encoding: gzip", "", "");
            String head = client.readHead().toLowerCase(Locale.ROOT);
            assertThat(head)
                    .startsWith("http/1.1 200 ")
                    .contains("content-encoding: gzip", "vary: accept-encoding", "etag: w/\"v1\"")
                    .doesNotContain("content-length", "transfer-encoding");
            // nothing of a body is between the answers
            client.send("HEAD /r HTTP/1.1", "Host: h", "", "");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ").contains("Content-Length: " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void leavesAnswersWithoutABodyAlone(int status) {
        answers(r -> r.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain")
                .putHeader("etag", "\"v1\"")
                .end());

        GatewayFixture.Answer answer = get();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head().getHeader("content-encoding")).isNull();
        assertThat(answer.head().getHeader("vary")).isNull();
        assertThat(answer.head().getHeader("etag")).isEqualTo("\"v1\"");
    }

    @Test
    void confirmsTheFormThatAClientHas() {
        answers(304, "", "ETag", "\"v1\"");

        GatewayFixture.Answer compressed = get("If-None-Match", "\"v0\", W/\"v1\"");
        assertThat(compressed.head().getHeader("etag")).isEqualTo("W/\"v1\"");
        assertThat(compressed.head().getHeader("vary")).isEqualTo("accept-encoding");
        assertThat(get("If-None-Match", "\"v1\"").head().getHeader("etag")).isEqualTo("\"v1\"");
    }

    @Test
    void sendsWhatItHasOfAStreamOfEventsAtOnce() throws Exception {
        List<HttpServerResponse> streams = new ArrayList<>();
        answers(r -> {
            streams.add(r.response().setChunked(true).putHeader("content-type", "text/event-stream"));
            r.response().write("data: one\n\n");
        });
        try (RawConnection client = service.gateway.raw()) {
            client.send("GET /r HTTP/1.1", "Host: h", "Accept-Encoding: gzip", "", "");
            assertThat(client.readHead()).contains("content-encoding: gzip", "transfer-encoding: chunked");
            Inflater inflater = new Inflater(true);
            assertThat(event(client, inflater, 10)).isEqualTo("data: one\n\n");
            HttpServerResponse last = streams.get(streams.size() - 1);
            service.gateway.vertx.runOnContext(v -> last.write("data: two\n\n"));
            assertThat(event(client, inflater, 0)).isEqualTo("data: two\n\n");
        }
    }

    /** What a chunk inflates to. */
    private static String event(RawConnection client, Inflater inflater, int head) throws Exception {
        byte[] chunk = client.socket()
                .getInputStream()
                .readNBytes(Integer.parseInt(client.readUntil("\r\n").trim(), 16));
        client.readUntil("\r\n");
        inflater.setInput(chunk, head, chunk.length - head);
        byte[] event = new byte[100];
        return new String(event, 0, inflater.inflate(event));
    }

    @Test
    void compressesLargeBodiesPieceByPieceAndNoFasterThanTheClientReads() throws Exception {
        AtomicLong sent = new AtomicLong();
        Random random = new Random(1);
        answers(r -> {
            HttpServerResponse to = r.response().putHeader("content-type", "text/plain");
            to.setChunked(true);
            send(to, random, sent);
        });
        try (RawConnection client = service.gateway.raw()) {
            client.send("GET /r HTTP/1.1", "Host: h", "Accept-Encoding: gzip", "Connection: close", "", "");
            client.readHead();
            AtomicLong before = new AtomicLong(-1);
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> before.getAndSet(sent.get()) == sent.get() && sent.get() > 0);
            assertThat(sent.get()).isLessThan(30_000_000);
        }
    }

    /** Sends without an end what hardly gets smaller. */
    private static void send(HttpServerResponse to, Random random, AtomicLong sent) {
        byte[] chunk = new byte[64 * 1024];
        while (!to.closed() && !to.writeQueueFull() && sent.get() < 60_000_000) {
            random.nextBytes(chunk);
            sent.addAndGet(chunk.length);
            to.write(Buffer.buffer(chunk.clone()));
        }
        to.drainHandler(v -> send(to, random, sent));
    }

    @Test
    void clientsOfHttp10GetThePlainBody() throws IOException {
        try (RawConnection client = service.gateway.raw()) {
            client.send("GET /r HTTP/1.0", "Accept-Encoding: gzip", "", "");
            assertThat(client.readAll())
                    .doesNotContain("gzip")
                    .contains("vary: accept-encoding")
                    .endsWith(TEXT);
        }
    }

    @Test
    void cutsOffAClientWhoseServiceBreaksOff() throws IOException {
        answers(r -> {
            r.response()
                    .putHeader("content-type", "text/plain")
                    .putHeader("content-length", "100000")
                    .write(TEXT);
            r.connection().close();
        });
        try (RawConnection client = service.gateway.raw()) {
            client.send("GET /r HTTP/1.1", "Host: h", "Accept-Encoding: gzip", "", "");
            assertThat(client.readAll()).doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void keepsThePlainBodyForAllClientsAndCompressesItOnItsWayOut() throws IOException {
        service.policy("{\"compression\": {}, \"cache\": {}}");
        answers(200, TEXT, "Content-Type", "text/plain", "ETag", "\"v1\"", "Cache-Control", "max-age=60", "Vary", "X");
        service.asked.clear();

        assertThat(CacheFixture.status(get("X", "1"))).contains("stored");
        GatewayFixture.Answer hit = get("X", "1");
        assertThat(CacheFixture.status(hit)).contains("hit");
        assertThat(hit.head().getHeader("etag")).isEqualTo("W/\"v1\"");
        assertThat(hit.head().getHeader("content-length"))
                .isEqualTo("" + hit.body().length());
        assertThat(hit.head().headers().getAll("vary")).containsExactly("X", "accept-encoding");
        assertThat(new String(CompressorsTest.unzip(hit.body()))).isEqualTo(TEXT);
        GatewayFixture.Answer plain = get("X", "1", "Accept-Encoding", "identity");
        assertThat(CacheFixture.status(plain)).contains("hit");
        assertPlain(plain, TEXT);
        GatewayFixture.Answer part = get("X", "1", "Range", "bytes=0-9");
        assertThat(part.status()).isEqualTo(206);
        assertPlain(part, TEXT.substring(0, 10));
        assertThat(get("X", "1", "If-None-Match", "W/\"v1\"").status()).isEqualTo(304);
        assertThat(get("X", "1", "Range", "bytes=0-9", "If-Range", "W/\"v1\"").status())
                .isEqualTo(200);
        assertThat(service.asked).hasSize(1);
        assertThat(service.asked.get(0).headers().get("accept-encoding")).isEqualTo("identity");
    }

    @Test
    void compressesFixedAnswersToo() throws IOException {
        service.gateway.mesh.route(
                "fixed",
                """
                {"match": {"path": "/fixed"}, "answer": {"status": 404, "body": "%s"}, "policy": {"compression": {}}}"""
                        .formatted(TEXT));
        Awaitility.await().until(() -> service.get("/fixed").text().equals(TEXT));

        for (int i = 0; i < 2; i++) {
            assertCompressed(service.get("/fixed", "accept-encoding", "gzip"), TEXT);
        }
        assertPlain(service.get("/fixed"), TEXT);
    }

    @Test
    void refusesSettingsThatAreNone() {
        assertThat(PolicyCheck.errors(
                        "policy.",
                        ContractCodec.decode(
                                new JsonObject("{\"compression\": {\"min_size\": -1, \"level\": 10}}"),
                                RoutePolicy.class)))
                .extracting(FieldError::field)
                .containsExactly("policy.compression.min_size", "policy.compression.level");
    }
}
