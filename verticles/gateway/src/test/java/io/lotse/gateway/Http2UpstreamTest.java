package io.lotse.gateway;

import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams of a connection that has room for one at a time. */
class Http2UpstreamTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server = Await.result(vertx.createHttpServer()
            .requestHandler(r -> {
                asked.incrementAndGet();
                r.response().end();
            })
            .listen(0, "127.0.0.1"));
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2MultiplexingLimit(1),
            new PoolOptions().setHttp2MaxSize(1));

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    private HttpClientRequest request() {
        return Await.result(client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/"));
    }

    /** One that was only reset would count as taken for ever (Vert.x 5.0.8), and the last request wait in vain. */
    @Test
    void aStreamThatWasGivenBackIsThereForTheNextRequest() {
        for (int i = 0; i < 3; i++) {
            Http2Upstream.giveBack(request());
        }

        assertThat(Await.result(request().send().map(HttpClientResponse::statusCode)))
                .isEqualTo(200);
    }
}
