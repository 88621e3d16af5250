package io.lotse.gateway;

import java.util.List;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's listener for TLS: 1.2 and 1.3 with forward secrecy and authenticated encryption, nothing older (RFC 9325). */
final class TlsListener {
    private static final Logger LOG = LoggerFactory.getLogger(TlsListener.class);
    private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final GatewayConfig config;
    private final TlsFiles files;
    private final HttpServer server;

    /** @param server made with {@link #options}, its handlers set */
    TlsListener(GatewayConfig config, TlsFiles files, HttpServer server) {
        this.config = config;
        this.files = files;
        this.server = server;
    }

    /** What a plain listener is told, and what TLS needs beyond that. */
    static HttpServerOptions options(HttpServerOptions plain, TlsFiles files) {
        HttpServerOptions options = new HttpServerOptions(plain)
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setKeyCertOptions(KeyCertOptions.wrap(files.current()));
        CIPHERS.forEach(options::addEnabledCipherSuite);
        return options;
    }

    /** Fails with a text for people where the port is taken. */
    Future<HttpServer> start() {
        int port = config.tls().port();
        return server.listen(port, config.bindAddress())
                .recover(e -> Future.failedFuture(new IllegalStateException(
                        "the gateway cannot listen for TLS at " + config.bindAddress() + ":" + port + ": "
                                + e.getMessage() + "; give another port by --tls-port",
                        e)))
                .onSuccess(s -> {
                    files.onChange(this::update);
                    LOG.info("event=gateway_tls_started port={}", s.actualPort());
                });
    }

    /** Handshakes that come from now on see the new certificates; open connections live on. */
    private void update(SniKeyManager certificates) {
        ServerSSLOptions options = new ServerSSLOptions()
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setKeyCertOptions(KeyCertOptions.wrap(certificates));
        CIPHERS.forEach(options::addEnabledCipherSuite);
        server.updateSSLOptions(options)
                .onFailure(e -> LOG.error("event=certificates_not_taken port={}", server.actualPort(), e));
    }

    HttpServer server() {
        return server;
    }
}
