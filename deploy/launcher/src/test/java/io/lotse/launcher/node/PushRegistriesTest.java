package io.lotse.launcher.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.launcher.config.MetricsPush;

import static org.assertj.core.api.Assertions.assertThat;

/** Figures that are sent, to servers that write down what comes. */
class PushRegistriesTest {
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private HttpServer server;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            String uri = call.getRequestURI().toString();
            bodies.put(uri, new String(call.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            authorizations.put(uri, String.valueOf(call.getRequestHeaders().getFirst("Authorization")));
            call.sendResponseHeaders(uri.startsWith("/api") ? 204 : 200, -1);
            call.close();
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsToABucketOfInfluxWhatThePageShows() {
        Metrics metrics = metrics(URI.create(address + "?org=acme&bucket=lotse"), null);
        metrics.registry().gauge("lotse.members", 3);

        metrics.close();

        String key = bodies.keySet().stream()
                .filter(uri -> uri.startsWith("/api/v2/write"))
                .findFirst()
                .orElseThrow();
        assertThat(key).contains("org=acme").contains("bucket=lotse");
        assertThat(authorizations.get(key)).isEqualTo("Token secret");
        assertThat(metrics.page().scrape()).contains("lotse_members 3.0");
    }

    @Test
    void sendsToACollectorOfOtlp() {
        Metrics metrics = metrics(null, address);
        metrics.registry().gauge("lotse.members", 3);

        metrics.close();

        assertThat(bodies.get("/v1/metrics")).contains("lotse.members").contains("node-a");
    }

    @Test
    void sendsNothingWhereNobodyAskedForIt() {
        Metrics metrics = new Metrics(MetricsPush.NONE, "node-a");

        assertThat(metrics.registry()).isSameAs(metrics.page());
        metrics.close();
        assertThat(bodies).isEmpty();
    }

    private static Metrics metrics(URI influx, URI otlp) {
        return new Metrics(new MetricsPush(influx, "secret", otlp, Duration.ofMinutes(5)), "node-a");
    }
}
