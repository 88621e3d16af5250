package io.lotse.gateway;

import java.util.concurrent.TimeUnit;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** A request as a browser sends it, taken from a real connection; nobody answers it. */
final class BenchRequest {
    private BenchRequest() {}

    /** As the check of requests finds it. */
    static InboundRequest of(Vertx vertx, String uri) throws Exception {
        Promise<HttpServerRequest> arrived = Promise.promise();
        vertx.createHttpServer()
                .requestHandler(arrived::tryComplete)
                .listen(0, "127.0.0.1")
                .compose(server ->
                        vertx.createHttpClient().request(HttpMethod.GET, server.actualPort(), "127.0.0.1", uri))
                .onSuccess(request -> request.putHeader("Host", "shop.example")
                        .putHeader(
                                "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
                        .putHeader("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                        .putHeader("Accept-Language", "en-US,en;q=0.5")
                        .putHeader("Accept-Encoding", "gzip, deflate, br, zstd")
                        .putHeader("Connection", "keep-alive")
                        .putHeader("Cookie", "lotse-instance=abc; session=0123456789abcdef")
                        .send())
                .onFailure(arrived::tryFail);
        return new RequestCheck(vertx, r -> false).check(arrived.future().await(30, TimeUnit.SECONDS));
    }
}
