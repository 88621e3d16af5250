package io.lotse.alerts;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** Posts JSON for one channel. An answer's head is all that is read of it, and each try ends in time. */
final class Poster {
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private final HttpClient client;
    private final Duration timeout;

    Poster(Vertx vertx, Duration timeout) {
        this.timeout = timeout;
        int millis = Math.toIntExact(timeout.toMillis());
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setName("alerts")
                        .setConnectTimeout(millis)
                        .setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1));
    }

    /** @return fails if the answer is not 2xx, with an {@link Undeliverable} if it will not be another time either */
    Future<Void> post(String url, Map<String, String> headers, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setConnectTimeout(timeout.toMillis())
                .setIdleTimeout(timeout.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "Lotse");
        headers.forEach(options::putHeader);
        return client.request(options).compose(request -> sent(request, body));
    }

    private Future<Void> sent(HttpClientRequest request, Buffer body) {
        return request.send(body)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                // its head is all that is wanted
                .onSuccess(response -> response.exceptionHandler(ended -> {}))
                .onComplete(answered -> request.reset())
                .compose(response -> judge(response.statusCode()));
    }

    private static Future<Void> judge(int status) {
        if (status >= 200 && status < 300) {
            return Future.succeededFuture();
        }
        boolean final4xx =
                status >= 300 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_EARLY && status != TOO_MANY;
        return Future.failedFuture(
                final4xx
                        ? new Undeliverable("it answered " + status + ": look whether the URL and the secret are right")
                        : new IllegalStateException("it answered " + status));
    }

    void close() {
        client.close();
    }
}
