package io.lotse.observer;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;

/**
 * Whether TLS can be spoken, and for how long the certificate is still good: the one of the chain that ends first. Who
 * issued it is not asked: inside a mesh that is often nobody whom the node knows.
 */
final class TlsCheck implements Check {
    private static final int WARN_DAYS = 14;
    private static final int MOST_DAYS = 3_650;

    private final Vertx vertx;
    private final Duration timeout;
    private final Clock clock;
    private final NetClient client;

    TlsCheck(Vertx vertx, Duration timeout, Clock clock) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.clock = clock;
        this.client = vertx.createNetClient(
                TcpCheck.options(timeout).setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm(""));
    }

    @Override
    public Future<Finding> run(Instance instance, CheckSettings settings) {
        int warnDays = settings.number("warn_days", 0, MOST_DAYS, WARN_DAYS);
        String host = Endpoints.reachableAt(instance.ipAddress());
        return Attempt.run(
                vertx, timeout, attempt -> client.connect(instance.port(), host, settings.option("server_name"))
                        .map(socket -> {
                            attempt.opened(socket::close);
                            return judge(attempt, socket, warnDays);
                        }));
    }

    private Finding judge(Attempt attempt, NetSocket socket, int warnDays) {
        X509Certificate first = null;
        for (Certificate certificate : chain(socket)) {
            if (certificate instanceof X509Certificate x509
                    && (first == null || x509.getNotAfter().before(first.getNotAfter()))) {
                first = x509;
            }
        }
        if (first == null) {
            return Finding.failed(null, "speaks TLS, but shows no certificate");
        }
        String name = Foreign.quote(first.getSubjectX500Principal().getName());
        Instant now = clock.instant();
        Instant end = first.getNotAfter().toInstant();
        long days = Duration.between(now, end).toDays();
        if (!now.isBefore(end)) {
            return Finding.failed(null, "the certificate of " + name + " expired at " + end + ": renew it");
        }
        if (now.isBefore(first.getNotBefore().toInstant())) {
            return Finding.failed(
                    null,
                    "the certificate of " + name + " is valid only from "
                            + first.getNotBefore().toInstant() + ": see whether the clocks agree");
        }
        String detail = "the certificate of " + name + " is valid for " + days + " days more";
        return days < warnDays
                ? attempt.finding(HealthStatus.DEGRADED, detail + ", less than " + warnDays + ": renew it")
                : attempt.finding(HealthStatus.UP, detail);
    }

    private static List<Certificate> chain(NetSocket socket) {
        try {
            return socket.peerCertificates();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}
