package io.lotse.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a collector learns of requests, and what upstreams learn of traces. */
class GatewayTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + PARENT + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + PARENT + "-00";

    private final GatewayFixture gateway = GatewayFixture.patient();
    private final OtlpReceiver collector = new OtlpReceiver(gateway.vertx);

    @AfterEach
    void close() {
        gateway.close();
    }

    private int start(double share) {
        return gateway.startOther(c -> c.tracing(new TracingConfig(URI.create(collector.endpoint()), share)));
    }

    private void echo() {
        gateway.instance("s", r -> r.response().end(r.getHeader("traceparent") + "|" + r.getHeader("tracestate")));
    }

    private List<Span> spans(int count) {
        await().untilAsserted(() -> assertThat(collector.spans()).hasSize(count));
        return collector.spans();
    }

    private static Span server(List<Span> spans) {
        return spans.stream()
                .filter(s -> s.getKind() == Span.SpanKind.SPAN_KIND_SERVER)
                .findFirst()
                .orElseThrow();
    }

    private static List<Span> clients(List<Span> spans) {
        return spans.stream()
                .filter(s -> s.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                .sorted(java.util.Comparator.comparingLong(Span::getStartTimeUnixNano))
                .toList();
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static Map<String, Object> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        a -> a.getKey(),
                        a -> a.getValue().hasIntValue()
                                ? (Object) a.getValue().getIntValue()
                                : a.getValue().getStringValue()));
    }

    @Test
    void goesOnWithTheTraceOfAClientAndPutsItsOwnSpansBetween() {
        echo();
        int port = start(0);

        GatewayFixture.Answer answer = gateway.getFrom(
                port,
                "/api/s/a?secret=1",
                Map.of("traceparent", SAMPLED, "tracestate", "vendor=x", "User-Agent", "test"));

        List<Span> spans = spans(2);
        Span server = server(spans);
        Span client = clients(spans).get(0);
        assertThat(hex(server.getTraceId())).isEqualTo(TRACE);
        assertThat(hex(server.getParentSpanId())).isEqualTo(PARENT);
        assertThat(hex(client.getTraceId())).isEqualTo(TRACE);
        assertThat(client.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(answer.text()).isEqualTo("00-" + TRACE + "-" + hex(client.getSpanId()) + "-01|vendor=x");
        assertThat(server.getName()).isEqualTo("GET /api/s/**");
        assertThat(attributes(server))
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.route", "/api/s/**")
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("url.path", "/api/s/a")
                .containsEntry("url.scheme", "http")
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("server.port", (long) port)
                .containsEntry("client.address", "127.0.0.1")
                .containsEntry("network.protocol.version", "1.1")
                .containsEntry("user_agent.original", "test")
                .containsEntry("lotse.route", "s");
        assertThat(attributes(client))
                .containsEntry("http.request.method", "GET")
                .containsEntry("http.response.status_code", 200L)
                .hasEntrySatisfying("url.full", u -> assertThat(u.toString()).matches("http://127.0.0.1:[0-9]+/a"))
                .doesNotContainKeys("http.request.resend_count", "error.type");
        assertThat(collector
                        .resources()
                        .get(0)
                        .getResource()
                        .getAttributesList()
                        .toString())
                .contains("lotse-gateway")
                .contains(GatewayFixture.HOST);
    }

    @Test
    void givesEachTryASpanOfItsOwn() {
        Queue<String> parents = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 2; i++) {
            gateway.instance("s", r -> {
                parents.add(r.getHeader("traceparent"));
                r.response().setStatusCode(parents.size() == 1 ? 503 : 200).end();
            });
        }
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}],
                 "policy": {"retries": {"attempts": 1, "backoff": 0.001}}}""");

        gateway.getFrom(start(1), "/r/");

        List<Span> spans = spans(3);
        List<Span> clients = clients(spans);
        assertThat(clients)
                .allMatch(c -> c.getParentSpanId().equals(server(spans).getSpanId()));
        assertThat(parents)
                .containsExactlyElementsOf(clients.stream()
                        .map(c -> "00-" + hex(c.getTraceId()) + "-" + hex(c.getSpanId()) + "-01")
                        .toList());
        assertThat(clients.get(0).getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(clients.get(0)))
                .containsEntry("http.response.status_code", 503L)
                .containsEntry("error.type", "503");
        assertThat(attributes(clients.get(1)))
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("http.request.resend_count", 1L);
        assertThat(attributes(server(spans)))
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("http.route", "/r/**");
    }

    @Test
    void tellsOfATryThatFoundNobody() throws Exception {
        gateway.register("s", GatewayFixture.freePort());

        gateway.getFrom(start(1), "/api/s/");

        List<Span> spans = spans(2);
        assertThat(attributes(clients(spans).get(0)).get("error.type").toString())
                .contains("Connect");
        assertThat(server(spans).getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    }

    @Test
    void tellsOfRequestsThatNobodyTook() {
        gateway.getFrom(start(1), "/nowhere");

        assertThat(attributes(spans(1).get(0))).containsEntry("http.response.status_code", 404L);
    }

    @Test
    void beginsATraceWhereThereIsNoneOrNoneThatIsValid() {
        echo();
        int port = start(1);

        String made = gateway.getFrom(port, "/api/s/").text();
        String instead = gateway.getFrom(
                        port,
                        "/api/s/",
                        Map.of("traceparent", "00-" + "0".repeat(32) + "-" + PARENT + "-01", "tracestate", "a=b"))
                .text();

        assertThat(made).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01\\|null");
        assertThat(instead).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01\\|null").doesNotContain("0".repeat(32));
        assertThat(spans(4)).filteredOn(s -> s.getParentSpanId().isEmpty()).hasSize(2);
    }

    @Test
    void samplesAsTheClientDidAndElseItsShare() {
        echo();
        int all = start(1);
        int none = start(0);

        String unsampled = gateway.getFrom(all, "/api/s/", Map.of("traceparent", NOT_SAMPLED))
                .text();
        String begun = gateway.getFrom(none, "/api/s/").text();
        gateway.getFrom(none, "/api/s/", Map.of("traceparent", SAMPLED));

        assertThat(unsampled)
                .startsWith("00-" + TRACE + "-")
                .endsWith("-00|null")
                .doesNotContain(PARENT);
        assertThat(begun).endsWith("-00|null");
        assertThat(spans(2)).allMatch(s -> hex(s.getTraceId()).equals(TRACE));
    }

    @Test
    void answersAsEverWhereTheCollectorIsDownAndCountsWhatIsLost() throws Exception {
        echo();
        int nobody = GatewayFixture.freePort();
        int port = gateway.startOther(c -> c.tracing(new TracingConfig(URI.create("http://127.0.0.1:" + nobody), 1)));

        for (int i = 0; i < 50; i++) {
            assertThat(gateway.getFrom(port, "/api/s/").status()).isEqualTo(200);
        }

        await().until(() -> gateway.metrics.scrape().contains("lotse_gateway_spans_dropped_total 100.0"));
    }

    @Test
    void sendsWhatWaitsWhenItStops() {
        echo();
        GatewayVerticle verticle =
                gateway.verticle(new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null)
                        .draining(Duration.ZERO)
                        .tracing(new TracingConfig(URI.create(collector.endpoint()), 1)));
        String id = Await.result(gateway.vertx.deployVerticle(verticle));
        Await.done(verticle.tracing());

        gateway.getFrom(verticle.port(), "/api/s/");
        Await.done(gateway.vertx.undeploy(id));

        assertThat(collector.spans()).hasSize(2);
    }

    @Test
    void leavesTheHeadersOfTracesAloneWhereItTracesNothing() {
        echo();

        assertThat(gateway.get("/api/s/", Map.of("traceparent", SAMPLED, "tracestate", "a=b"))
                        .text())
                .isEqualTo(SAMPLED + "|a=b");
        assertThat(gateway.get("/api/s/").text()).isEqualTo("null|null");
    }

    @Test
    void namesTheTraceThatItBeganInTheAccessLog() {
        echo();
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        int port = gateway.startOther(c -> c.tracing(new TracingConfig(URI.create(collector.endpoint()), 1))
                .logging(new GatewayConfig.AccessLog(false, 1, Duration.ofSeconds(1), false, lines::add)));

        String sent = gateway.getFrom(port, "/api/s/").text();

        await().until(() -> !lines.isEmpty());
        assertThat(new JsonObject(lines.remove()).getString("trace_id")).isEqualTo(sent.substring(3, 35));
    }

    @Test
    void tellsClientsWhatTookHowLongIfItShall() {
        HttpServer upstream = gateway.instance(
                "s", r -> r.response().putHeader("Cache-Control", "max-age=60").end("kept"));
        gateway.mesh.route(
                "r",
                "{\"match\": {\"path\": \"/r\"}, \"targets\": [{\"service\": \"s\"}], \"policy\": {\"cache\": {}}}");
        int port = gateway.startOther(c -> c.timing(true));
        String dur = "[0-9]+\\.[0-9]{3}";

        assertThat(upstream.actualPort()).isPositive();
        assertThat(gateway.getFrom(port, "/api/s/").head().getHeader("Server-Timing"))
                .matches("gateway;dur=" + dur + ", upstream;dur=" + dur);
        assertThat(gateway.getFrom(port, "/r").head().getHeader("Server-Timing"))
                .matches("gateway;dur=" + dur + ", upstream;dur=" + dur + ", cache;desc=\"miss\"");
        assertThat(gateway.getFrom(port, "/r").head().getHeader("Server-Timing"))
                .matches("gateway;dur=" + dur + ", cache;desc=\"hit\"");
        assertThat(gateway.get("/api/s/").head().getHeader("Server-Timing")).isNull();
    }
}
