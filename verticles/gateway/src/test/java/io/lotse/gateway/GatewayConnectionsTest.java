package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How many connections clients may have. */
class GatewayConnectionsTest {
    @TempDir
    private Path folder;

    private GatewayFixture gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    private static GatewayConfig.Limits limits(int connections, int perClient) {
        return new GatewayConfig.Limits(
                16_384, 65_536, Duration.ofSeconds(10), Duration.ofSeconds(60), connections, perClient);
    }

    private void start(GatewayConfig.Limits limits, List<String> proxies) {
        gateway = GatewayFixture.with(c -> c.withLimits(limits).behind(proxies));
        gateway.instance("hello", r -> r.response().end("hello"));
    }

    private void serves(RawConnection client) throws IOException {
        client.send("GET /api/hello HTTP/1.1", "Host: h", "", "");
        assertThat(client.readUntil("hello")).startsWith("HTTP/1.1 200 ");
    }

    private boolean isServed() {
        try (RawConnection client = gateway.raw()) {
            serves(client);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private void shows(String... lines) {
        assertThat(List.of(gateway.metrics.scrape().split("\n"))).contains(lines);
    }

    @Test
    void closesConnectionsBeyondAClientsShareUntilItGivesOneBack() throws Exception {
        start(limits(0, 2), List.of());

        try (RawConnection first = gateway.raw()) {
            try (RawConnection second = gateway.raw()) {
                serves(first);
                serves(second);
                assertThat(isServed()).isFalse();
                serves(first);
                shows(
                        "lotse_gateway_connections 2.0",
                        "lotse_gateway_connections_refused_total{limit=\"client\"} 1.0",
                        "lotse_gateway_connections_refused_total{limit=\"total\"} 0.0");
            }
            await().until(this::isServed);
            serves(first);
        }
    }

    @Test
    void closesConnectionsBeyondTheTotal() throws Exception {
        start(limits(1, 0), List.of());

        try (RawConnection first = gateway.raw()) {
            serves(first);
            assertThat(isServed()).isFalse();
            shows("lotse_gateway_connections_refused_total{limit=\"total\"} 1.0");
        }
        await().until(this::isServed);
    }

    @Test
    void doesNotTakeAProxyForOneClient() throws Exception {
        start(limits(0, 1), List.of("127.0.0.0/8"));

        try (RawConnection first = gateway.raw();
                RawConnection second = gateway.raw()) {
            serves(first);
            serves(second);
        }
    }

    @Test
    void countsConnectionsOfHttp2() throws Exception {
        GatewayConfig.Tls tls = GatewayFixture.tls(folder);
        gateway = GatewayFixture.with(c -> c.withTls(tls).withLimits(limits(0, 1)));
        gateway.instance("hello", r -> r.response().end("hello"));
        HttpClient first = http2();

        assertThat(isServed(first)).isTrue();
        assertThat(isServed(http2())).isFalse();
        assertThat(isServed()).isFalse();
        assertThat(isServed(first)).isTrue();
        shows("lotse_gateway_connections_refused_total{limit=\"client\"} 2.0");
        Await.done(first.close());
        await().until(this::isServed);
    }

    private HttpClient http2() {
        return gateway.vertx.createHttpClient(GatewayFixture.http2());
    }

    private boolean isServed(HttpClient client) {
        return Await.result(client.request(HttpMethod.GET, gateway.tlsPort(), "127.0.0.1", "/api/hello")
                .compose(r -> r.send().compose(HttpClientResponse::body))
                .map(body -> body.toString().equals("hello"))
                .otherwise(false));
    }
}
