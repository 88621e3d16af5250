package io.lotse.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class GatewayTlsTest {
    private final GatewayFixture gateway = new GatewayFixture();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesRequestsAndTellsServicesThatTheyCameByHttps(String version) throws IOException {
        gateway.instance("hello", r -> r.response()
                .end(r.getHeader("x-forwarded-proto") + " " + r.getHeader("x-forwarded-port") + " "
                        + r.getHeader("forwarded")));
        TestCertificate.named("own").write(folder, "own");
        int port = start(own(false)).tlsPort();

        try (SSLSocket socket = TlsClient.connect(port, p -> {
            p.setProtocols(new String[] {version});
            p.setApplicationProtocols(new String[] {"nonsense", "http/1.1"});
        })) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(new RawConnection(socket)
                            .send("GET /api/hello HTTP/1.1", "Host: h", "Connection: close", "", "")
                            .readAll())
                    .startsWith("HTTP/1.1 200")
                    .endsWith("https 443 for=127.0.0.1;host=\"h\";proto=https");
        }
    }

    @Test
    void refusesACipherWithoutForwardSecrecy() throws IOException {
        TestCertificate.named("own").rsa().write(folder, "own");
        int port = start(own(false)).tlsPort();

        assertThatThrownBy(() -> TlsClient.connect(port, p -> {
                    p.setProtocols(new String[] {"TLSv1.2"});
                    p.setCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_GCM_SHA256"});
                }))
                .isInstanceOf(SSLException.class);
        try (SSLSocket socket = TlsClient.connect(port, p -> p.setProtocols(new String[] {"TLSv1.2"}))) {
            assertThat(socket.getSession().getCipherSuite())
                    .startsWith("TLS_ECDHE_RSA_")
                    .contains("GCM");
        }
    }

    @Test
    void refusesAnAmbiguousLengthAsThePlainPortDoes() throws IOException {
        TestCertificate.named("own").write(folder, "own");
        int port = start(own(false)).tlsPort();

        try (RawConnection raw = new RawConnection(TlsClient.connect(port, p -> {}))) {
            raw.send(
                    "POST /api/a HTTP/1.1",
                    "Host: h",
                    "Content-Length: 5",
                    "Transfer-Encoding: chunked",
                    "",
                    "0",
                    "",
                    "X");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void givesEachHostItsCertificate() throws IOException {
        TestCertificate.named("own").hosts("own.example").write(folder, "own");
        Path more = Files.createDirectory(folder.resolve("more"));
        TestCertificate.named("shop").hosts("shop.example", "www.shop.example").write(more, "shop");
        TestCertificate.named("all").hosts("*.shop.example").write(more, "all");
        int port = start(new GatewayConfig.Tls(0, file("own.crt"), file("own.key"), more, false))
                .tlsPort();

        assertThat(TlsClient.subject(port, "shop.example")).isEqualTo("CN=shop");
        assertThat(TlsClient.subject(port, "WWW.shop.example")).isEqualTo("CN=shop");
        assertThat(TlsClient.subject(port, "x.shop.example")).isEqualTo("CN=all");
        assertThat(TlsClient.subject(port, "x.y.shop.example")).isEqualTo("CN=own");
        assertThat(TlsClient.subject(port, "else.example")).isEqualTo("CN=own");
    }

    @Test
    void takesNewCertificatesWithoutARestartAndKeepsOpenConnections() throws IOException {
        gateway.instance("hello", r -> r.response().end("hello"));
        TestCertificate.named("first").write(folder, "own");
        int port = start(own(false)).tlsPort();

        try (RawConnection open = new RawConnection(TlsClient.connect(port, p -> {}))) {
            assertThat(TlsClient.subject(port, "a.example")).isEqualTo("CN=first");

            TestCertificate.named("second").write(folder, "own");
            await().until(() -> TlsClient.subject(port, "a.example").equals("CN=second"));

            assertThat(open.send("GET /api/hello HTTP/1.1", "Host: h", "Connection: close", "", "")
                            .readAll())
                    .endsWith("hello");
        }
    }

    @Test
    void keepsTheOldCertificateWhileTheNewOneIsBad() throws IOException {
        TestCertificate.named("first").write(folder, "own");
        TlsFiles files = new TlsFiles(own(false), Clock.systemUTC());
        Await.done(files.start(gateway.vertx));
        SniKeyManager first = files.current();

        TestCertificate.named("other").write(folder, "other");
        Files.copy(file("other.key"), file("own.key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        files.lookAgain(gateway.vertx);
        assertThat(files.current()).isSameAs(first);

        Files.copy(file("other.crt"), file("own.crt"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        files.lookAgain(gateway.vertx);
        assertThat(files.current()).isNotSameAs(first);
    }

    @Test
    void doesNotStartWithBadCertificatesAndNamesEveryMistake() throws IOException {
        TestCertificate.named("own").write(folder, "own");
        Path more = Files.createDirectory(folder.resolve("more"));
        TestCertificate.named("old").hosts("old.example").expired().write(more, "old");
        TestCertificate.named("a").hosts("a.example").write(more, "a");
        TestCertificate.named("b").hosts("b.example").write(more, "b");
        Files.move(more.resolve("b.key"), more.resolve("lone.key"));
        Files.copy(file("own.key"), more.resolve("a.key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        TestCertificate.named("nobody").write(more, "nobody");
        Files.writeString(more.resolve("text.crt"), "no certificate");
        Files.writeString(more.resolve("text.key"), "no key");

        assertThatThrownBy(() -> start(new GatewayConfig.Tls(0, file("own.crt"), file("own.key"), more, false)))
                .hasMessageContaining("old.crt has expired on ")
                .hasMessageContaining("a.key is not the key of the certificate in ")
                .hasMessageContaining("b.crt is a certificate without a key: put b.key beside it")
                .hasMessageContaining("lone.key is a key without a certificate")
                .hasMessageContaining("nobody.crt names no host")
                .hasMessageContaining("text.key are no certificate and key in PEM");
    }

    @Test
    void doesNotStartWithoutTheFilesItWasTold() throws IOException {
        assertThatThrownBy(() -> start(own(false))).hasMessageContaining("own.crt cannot be read");
        assertThatThrownBy(() -> start(new GatewayConfig.Tls(0, null, null, file("none"), false)))
                .hasMessageContaining("none is no folder");
        assertThatThrownBy(
                        () -> start(new GatewayConfig.Tls(0, null, null, Files.createDirectory(file("empty")), false)))
                .hasMessageContaining("empty holds no certificate");
    }

    @Test
    void sendsClientsOfThePlainPortToTlsButNotGateways() throws IOException {
        gateway.instance("hello", r -> r.response().end("hello"));
        TestCertificate.named("own").write(folder, "own");
        GatewayVerticle verticle = start(own(true));

        for (String host : List.of("shop.example", "shop.example:8000")) {
            assertThat(plain(verticle.port(), "POST /api/hello?q=1 HTTP/1.1", "Host: " + host, "Content-Length: 1"))
                    .startsWith("HTTP/1.1 308")
                    .containsIgnoringCase(
                            "location: https://shop.example:" + verticle.tlsPort() + "/api/hello?q=1\r\n");
        }
        String[] hop = {"GET /api/hello HTTP/1.1", "Host: h", "Lotse-Hop: 1"};
        assertThat(plain(verticle.port(), hop)).startsWith("HTTP/1.1 308");
        NodeInfo other = new NodeInfo(
                "b", "b", "beta", List.of("gateway"), "http://127.0.0.1:9", null, null, 1, "0", Instant.EPOCH);
        ClusterContract.MEMBERS_CHANGED.publish(gateway.vertx.eventBus(), new Members(List.of(other)));
        await().untilAsserted(() -> assertThat(plain(verticle.port(), hop)).endsWith("hello"));
    }

    private static String plain(int port, String... head) throws IOException {
        try (RawConnection raw = new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port))) {
            return raw.send(head).send("", "Connection: close", "", "x").readAll();
        }
    }

    private GatewayConfig.Tls own(boolean redirect) {
        return new GatewayConfig.Tls(0, file("own.crt"), file("own.key"), null, redirect);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private GatewayVerticle start(GatewayConfig.Tls tls) {
        GatewayVerticle verticle = gateway.verticle(
                new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null).withTls(tls));
        Await.done(gateway.vertx.deployVerticle(verticle));
        return verticle;
    }
}
