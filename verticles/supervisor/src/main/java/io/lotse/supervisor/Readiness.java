package io.lotse.supervisor;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/** Tries whether a service is ready. */
final class Readiness {
    private static final int CONNECT_MILLIS = 500;
    private static final int FIRST_BAD_STATUS = 400;

    private final HttpClient http;
    private final NetClient net;

    Readiness(Vertx vertx) {
        this.http = vertx.createHttpClient();
        this.net = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
    }

    /** Succeeds once it is; fails with what was seen, for people. */
    Future<Void> check(Kept kept) {
        ServicesConfig.Health health = kept.spec().health();
        if (kept.spec().port() == null) {
            return Future.succeededFuture();
        }
        if (health == null) {
            return net.connect(kept.port(), kept.address())
                    .compose(socket -> socket.close())
                    .recover(e -> Future.failedFuture("it does not listen at " + kept.address() + ":" + kept.port()));
        }
        RequestOptions request = new RequestOptions()
                .setHost(kept.address())
                .setPort(kept.port())
                .setURI(health.path())
                .setMethod(HttpMethod.GET)
                .setConnectTimeout(health.timeout().toMillis())
                .setTimeout(health.timeout().toMillis());
        return http.request(request)
                .compose(asked -> asked.send())
                .compose(answer -> answer.statusCode() < FIRST_BAD_STATUS
                        ? answer.end()
                        : answer.end()
                                .compose(v -> Future.failedFuture(health.path() + " answers " + answer.statusCode())))
                .recover(e -> Future.failedFuture("its health check fails: " + e.getMessage()));
    }
}
