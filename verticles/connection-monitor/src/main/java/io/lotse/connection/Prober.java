package io.lotse.connection;

import java.net.InetAddress;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.Outcome.Level;

/** Tries targets. Of an answer only its head is read: whatever follows costs nothing. */
final class Prober {
    private static final int FIRST_SERVER_ERROR = 500;

    private final Vertx vertx;
    private final NetClient tcp;
    private final HttpClient http;

    Prober(Vertx vertx) {
        this.vertx = vertx;
        this.tcp = vertx.createNetClient();
        this.http = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    }

    /** How well the target is reached; never fails, and takes no longer than the timeout. */
    Future<Outcome> probe(Check check, Duration timeout) {
        Attempt attempt = new Attempt(vertx, timeout);
        try {
            begin(check, timeout, attempt);
        } catch (RuntimeException e) {
            // a name that can be no name is refused at once
            attempt.unreached(Attempt.reason(e));
        }
        return attempt.outcome();
    }

    private void begin(Check check, Duration timeout, Attempt attempt) {
        if (check instanceof Check.Tcp c) {
            connect(c, timeout, attempt);
        } else if (check instanceof Check.Http c) {
            get(c, timeout, attempt);
        } else if (check instanceof Check.Dns c) {
            lookUp(c, timeout, attempt);
        } else if (check instanceof Check.Icmp c) {
            echo(c, timeout, attempt);
        }
    }

    /** The JDK sends an echo where it may, else it tries the echo port, of which a refusal tells as much. */
    private void echo(Check.Icmp check, Duration timeout, Attempt attempt) {
        vertx.executeBlocking(() -> InetAddress.getByName(check.address()).isReachable((int) timeout.toMillis()), false)
                .onSuccess(answered -> {
                    if (answered) {
                        attempt.reached("answered the echo");
                    } else {
                        attempt.unreached("no answer to the echo within " + timeout.toMillis() + " ms");
                    }
                })
                .onFailure(e -> attempt.unreached(Attempt.reason(e)));
    }

    private void connect(Check.Tcp check, Duration timeout, Attempt attempt) {
        ConnectOptions options =
                new ConnectOptions().setHost(check.host()).setPort(check.port()).setTimeout((int) timeout.toMillis());
        tcp.connect(options)
                .onSuccess(socket -> {
                    attempt.reached("connected");
                    socket.close();
                })
                .onFailure(e -> {
                    if (check.refusedIsReached() && Attempt.isRefusal(e)) {
                        attempt.reached("refused, so the host is there");
                    } else {
                        attempt.unreached(Attempt.reason(e));
                    }
                });
    }

    private void get(Check.Http check, Duration timeout, Attempt attempt) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(check.url())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis())
                .setConnectTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.USER_AGENT, "lotse-connection-monitor");
        http.request(options)
                .compose(request -> send(request, attempt))
                .onSuccess(response -> judge(response, attempt))
                .onFailure(e -> attempt.unreached(Attempt.reason(e)));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Attempt attempt) {
        // the request tells what went wrong: Vert.x need not log it as well
        request.connection().exceptionHandler(e -> {});
        attempt.holds(() -> request.connection().close());
        return request.send();
    }

    private static void judge(HttpClientResponse response, Attempt attempt) {
        // nobody reads what follows the head
        response.exceptionHandler(e -> {});
        int status = response.statusCode();
        if (status < FIRST_SERVER_ERROR) {
            attempt.reached("answered " + status);
        } else {
            attempt.answered(Level.UNWELL, "reached, but answered " + status);
        }
    }

    private void lookUp(Check.Dns check, Duration timeout, Attempt attempt) {
        DnsClientOptions options = new DnsClientOptions().setQueryTimeout(timeout.toMillis());
        if (check.server() != null) {
            options.setHost(check.server()).setPort(check.port());
        }
        DnsClient client = vertx.createDnsClient(options);
        client.resolveA(check.name())
                // not before the query has ended by its own timeout: Vert.x would fail it twice, and log that
                .onComplete(ended -> client.close())
                .onSuccess(addresses -> attempt.reached(
                        addresses.isEmpty()
                                ? "answered, without an IPv4 address of this very name"
                                : "resolved to " + addresses.get(0)))
                .onFailure(e -> {
                    if (e instanceof DnsException answer) {
                        attempt.answered(Level.UNWELL, "the server answered " + answer.code() + " for " + check.name());
                    } else {
                        attempt.unreached(Attempt.reason(e));
                    }
                });
    }
}
