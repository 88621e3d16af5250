package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/** Each kind against a server that speaks its protocol, and against those that do not. */
class CheckKindsTest {
    private final Vertx vertx = Vertx.vertx();
    private final BadEndpoints bad = new BadEndpoints(vertx);
    private final Checks checks =
            new Checks(vertx, Duration.ofSeconds(8), Clock.systemUTC(), () -> ObserverSettings.DEFAULT);
    private final Checks hasty =
            new Checks(vertx, Duration.ofMillis(300), Clock.systemUTC(), () -> ObserverSettings.DEFAULT);

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "grpc", "postgresql", "redis"})
    void whereNobodyListensIsDown(String kind) {
        assertThat(check(FreePorts.next(), "health_check", kind).detail()).startsWith("nothing listens there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "dns", "grpc", "postgresql", "redis"})
    void whoIsSilentIsDownAtTheTimeout(String kind) {
        int port = await(bad.tcp("", false));

        Finding finding = await(
                hasty.check(Samples.instance("a", port, null, Map.of("health_check", kind, "health_query", "orders"))));

        assertThat(finding.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(finding.detail()).contains("within 300 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "grpc", "postgresql", "redis"})
    void whoSpeaksAnotherProtocolIsDown(String kind) {
        int port = await(bad.tcp("SSH-2.0-OpenSSH_9.2\r\n\r\n", false));

        assertThat(await(hasty.check(Samples.instance("a", port, null, Map.of("health_check", kind))))
                        .status())
                .isEqualTo(HealthStatus.DOWN);
    }

    @Test
    void aKindThatThereIsNotIsDownAndSaysWhichThereAre() {
        assertThat(check(1, "health_check", "ping").detail())
                .isEqualTo("health_check is ping in the metadata: give one of http, tcp, tls, dns, grpc,"
                        + " postgresql, rabbitmq, redis");
    }

    @Test
    void tcpIsUpWhereAConnectionIsAccepted() {
        Finding finding = check(await(bad.tcp("", false)), "health_check", "tcp");

        assertThat(finding.status()).isEqualTo(HealthStatus.UP);
        assertThat(finding.latency()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"90, UP, 89 days more", "5, DEGRADED, less than 14: renew it", "-1, DOWN, expired at"})
    void tlsTellsForHowLongTheCertificateIsGood(int days, HealthStatus status, String detail) throws Exception {
        Finding finding = check(tls(days), "health_check", "tls");

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.detail()).contains("CN=orders").contains(detail);
    }

    @Test
    void tlsWarnsAsEarlyAsIsWished() throws Exception {
        assertThat(check(tls(90), "health_check", "tls", "health_warn_days", "120")
                        .status())
                .isEqualTo(HealthStatus.DEGRADED);
        assertThat(check(1, "health_check", "tls", "health_warn_days", "soon").detail())
                .isEqualTo("warn_days is soon: give 0 to 3650");
    }

    @Test
    void dnsIsUpWhereTheNameIsKnown() {
        int port = nameServer(true);

        assertThat(check(port, "health_check", "dns", "health_query", "orders.lotse")
                        .detail())
                .isEqualTo("told 1 address(es) of orders.lotse");
    }

    @Test
    void dnsIsDownWhereTheNameIsNotKnown() {
        Finding finding = check(nameServer(false), "health_check", "dns", "health_query", "orders.lotse");

        assertThat(finding.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(finding.detail()).contains("NXDOMAIN");
    }

    @Test
    void dnsWantsAName() {
        assertThat(check(1, "health_check", "dns").detail()).startsWith("query is missing");
    }

    @ParameterizedTest
    @CsvSource({"SERVING, UP", "NOT_SERVING, DOWN", "UNKNOWN, DOWN"})
    void grpcTellsItsState(String state, HealthStatus status) {
        Finding finding = check(grpc(state), "health_check", "grpc", "health_grpc_service", "orders.Orders");

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.detail()).isEqualTo("answered " + state);
    }

    @Test
    void grpcWithoutTheServiceIsDown() {
        assertThat(check(grpc("SERVING"), "health_check", "grpc", "health_grpc_service", "other")
                        .detail())
                .isEqualTo("answered gRPC status 5: it knows no such service, see grpc_service");
    }

    @Test
    void redisTellsMemoryVersionAndUptime() {
        Finding finding = check(redis("+PONG\r\n"), "health_check", "redis");

        assertThat(finding.detail()).isEqualTo("answered PING");
        assertThat(finding.vitals())
                .isEqualTo(new Vitals(null, 1_048_576L, null, null, null, "7.2.4", Duration.ofSeconds(81)));
    }

    @Test
    void redisThatWantsAPasswordSaysWhereToGiveIt() {
        Finding finding = check(redis("-NOAUTH Authentication required.\r\n"), "health_check", "redis");

        assertThat(finding.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(finding.detail()).contains("NOAUTH").endsWith("password_env in observer_config.json");
    }

    @Test
    void redisThatNeverEndsIsCut() {
        int port = listen(new NetServerOptions(), "$99\r\n" + "x".repeat(200_000));

        assertThat(check(port, "health_check", "redis").status()).isEqualTo(HealthStatus.DOWN);
    }

    @Test
    void nobodysRegistrationReadsTheNodesEnvironment() {
        Finding finding = check(redis("+PONG\r\n"), "health_check", "redis", "health_password_env", "PATH");

        assertThat(finding.status()).as("no AUTH was sent").isEqualTo(HealthStatus.UP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expect_status  | 404     | UP       | answered 404",
                "expect_status  | 200-299 | DOWN     | answered 404",
                "expect_status  | soon    | DOWN     | expect_status is soon",
                "expect_body    | gone    | DOWN     | answered 404",
                "max_latency_ms | 0       | DOWN     | give 1 to 3600000"
            })
    void httpIsHeldToWhatIsExpected(String option, String value, HealthStatus status, String detail) {
        Finding finding = await(
                checks.check(Samples.instance("a", await(bad.http()), "/nowhere", Map.of("health_" + option, value))));

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.detail()).contains(detail);
    }

    @Test
    void httpMustHoldTheTextThatIsExpected() {
        int port = await(bad.http());

        assertThat(http(port, "health_expect_body", "ok").status()).isEqualTo(HealthStatus.UP);
        assertThat(http(port, "health_expect_body", "fine").detail())
                .isEqualTo("answered 200, but the body does not hold fine");
    }

    @Test
    void rabbitTellsWhatWaits() {
        int port = rabbit(false);

        Finding all = check(port, "health_check", "rabbitmq", "health_management_port", "" + port);
        Finding one = check(
                port,
                "health_check",
                "rabbitmq",
                "health_management_port",
                "" + port,
                "health_queue",
                "orders",
                "health_max_depth",
                "100");

        assertThat(all.status()).isEqualTo(HealthStatus.UP);
        assertThat(all.vitals().queued()).isEqualTo(7);
        assertThat(all.vitals().version()).isEqualTo("3.13.7");
        assertThat(one.status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(one.detail()).isEqualTo("1200 messages wait, more than 100");
    }

    @Test
    void rabbitsAlarmDegradesIt() {
        int port = rabbit(true);

        Finding finding = check(port, "health_check", "rabbitmq", "health_management_port", "" + port);

        assertThat(finding.status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(finding.detail()).startsWith("an alarm is on, publishers are held up: There are alarms");
    }

    @Test
    void rabbitThatKnowsNotWhoAsksSaysWhatToGive() {
        int port = rabbit(false);

        assertThat(check(port, "health_check", "rabbitmq", "health_management_port", "" + port, "health_user", "eve")
                        .detail())
                .contains("401")
                .contains("tag monitoring");
    }

    private Finding http(int port, String option, String value) {
        return await(checks.check(Samples.instance("a", port, "/ok", Map.of(option, value))));
    }

    private Finding check(int port, String... metadata) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < metadata.length; i += 2) {
            map.put(metadata[i], metadata[i + 1]);
        }
        return await(checks.check(Samples.instance("a", port, null, map)));
    }

    private int tls(int days) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .setIsCertificateAuthority(true)
                .subject("CN=orders")
                .notBefore(Instant.now().minus(Duration.ofDays(200)))
                .notAfter(Instant.now().plus(Duration.ofDays(days)))
                .buildSelfSigned();
        PemKeyCertOptions own = new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(bundle.getCertificatePEM()))
                .setKeyValue(Buffer.buffer(bundle.getPrivateKeyPEM()));
        return listen(new NetServerOptions().setSsl(true).setKeyCertOptions(own), "");
    }

    private int redis(String ping) {
        String info = "# Server\r\nredis_version:7.2.4\r\nuptime_in_seconds:81\r\n# Memory\r\nused_memory:1048576\r\n"
                + "maxmemory:0\r\n";
        return listen(new NetServerOptions(), ping + "$" + info.length() + "\r\n" + info + "\r\n");
    }

    /** Says one thing once it is asked. */
    private int listen(NetServerOptions options, String says) {
        return await(vertx.createNetServer(options)
                .connectHandler(socket -> socket.handler(bytes -> socket.write(says)))
                .listen(0, "127.0.0.1")
                .map(NetServer::actualPort));
    }

    /** Answers every question with 10.0.0.7, or with no such name. */
    private int nameServer(boolean knows) {
        DatagramSocket socket = vertx.createDatagramSocket();
        socket.handler(packet -> answer(socket, packet, knows));
        return await(socket.listen(0, "127.0.0.1").map(s -> s.localAddress().port()));
    }

    private static void answer(DatagramSocket socket, DatagramPacket packet, boolean knows) {
        Buffer question = packet.data();
        int end = 12;
        while (question.getByte(end) != 0) {
            end += 1 + question.getByte(end);
        }
        Buffer reply = Buffer.buffer()
                .appendBuffer(question.slice(0, 2))
                .appendShort((short) (knows ? 0x8580 : 0x8583))
                .appendShort((short) 1)
                .appendShort((short) (knows ? 1 : 0))
                .appendInt(0)
                .appendBuffer(question.slice(12, end + 5));
        if (knows) {
            reply.appendShort((short) 0xc00c)
                    .appendShort((short) 1)
                    .appendShort((short) 1)
                    .appendInt(60)
                    .appendShort((short) 4)
                    .appendBytes(new byte[] {10, 0, 0, 7});
        }
        socket.send(reply, packet.sender().port(), packet.sender().host());
    }

    /** Knows the service orders.Orders, as grpc-java's health service answers. */
    private int grpc(String state) {
        byte number = (byte) List.of("UNKNOWN", "SERVING", "NOT_SERVING").indexOf(state);
        return await(vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    request.response().putHeader("content-type", "application/grpc");
                    if (!body.getString(7, body.length()).equals("orders.Orders")) {
                        request.response().putHeader("grpc-status", "5").end();
                        return;
                    }
                    request.response().putTrailer("grpc-status", "0");
                    Buffer message = number == 0 ? Buffer.buffer() : Buffer.buffer(new byte[] {8, number});
                    request.response()
                            .end(Buffer.buffer(new byte[] {0})
                                    .appendInt(message.length())
                                    .appendBuffer(message));
                }))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort));
    }

    /** The management API's answers, shortened to what is read and some more. */
    private int rabbit(boolean alarm) {
        return await(vertx.createHttpServer()
                .requestHandler(request -> rabbit(request, alarm))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort));
    }

    private static void rabbit(HttpServerRequest request, boolean alarm) {
        if (!"Basic Z3Vlc3Q6Z3Vlc3Q=".equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end("{\"error\":\"not_authorized\",\"reason\":\"Login failed\"}");
            return;
        }
        switch (request.uri()) {
            case "/api/overview" ->
                request.response()
                        .end("{\"management_version\":\"3.13.7\",\"rabbitmq_version\":\"3.13.7\","
                                + "\"queue_totals\":{\"messages\":7,\"messages_ready\":7}}");
            case "/api/queues/%2F/orders" ->
                request.response().end("{\"name\":\"orders\",\"vhost\":\"/\",\"messages\":1200}");
            case "/api/health/checks/alarms" ->
                request.response()
                        .setStatusCode(alarm ? 503 : 200)
                        .end(
                                alarm
                                        ? "{\"status\":\"failed\",\"reason\":\"There are alarms in effect in the cluster\","
                                                + "\"alarms\":[{\"node\":\"rabbit@a\",\"resource\":\"memory\"}]}"
                                        : "{\"status\":\"ok\"}");
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
