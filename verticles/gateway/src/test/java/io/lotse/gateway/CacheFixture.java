package io.lotse.gateway;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway with a route that keeps answers, and a service that writes down what it is asked. */
final class CacheFixture implements AutoCloseable {
    final GatewayFixture gateway = new GatewayFixture();
    /** What the service was asked, in order. */
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final Queue<Handler<HttpServerRequest>> answers = new ConcurrentLinkedQueue<>();
    private volatile Handler<HttpServerRequest> last;

    record Asked(HttpMethod method, String uri, MultiMap headers) {}

    CacheFixture() {
        gateway.instance("s", this::serve);
        policy("{\"cache\": {}}");
    }

    void policy(String policy) {
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}], "policy": %s}"""
                        .formatted(policy));
    }

    private void serve(HttpServerRequest request) {
        asked.add(new Asked(
                request.method(),
                request.uri(),
                MultiMap.caseInsensitiveMultiMap().addAll(request.headers())));
        Handler<HttpServerRequest> answer = answers.poll();
        (answer == null ? last : answer).handle(request);
    }

    /** How the service answers one request, after those that were said before; the last goes on. */
    CacheFixture answer(Handler<HttpServerRequest> answer) {
        answers.add(answer);
        last = answer;
        return this;
    }

    /** The same with this status, body and headers. */
    CacheFixture answer(int status, String body, String... namesAndValues) {
        return answer(r -> {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                r.response().headers().add(namesAndValues[i], namesAndValues[i + 1]);
            }
            r.response().setStatusCode(status).end(body);
        });
    }

    GatewayFixture.Answer get(String uri) {
        return gateway.get(uri);
    }

    GatewayFixture.Answer get(String uri, String header, String value) {
        return gateway.get(uri, Map.of(header, value));
    }

    GatewayFixture.Answer send(String method, String uri) {
        return gateway.send(HttpMethod.valueOf(method), uri, null);
    }

    GatewayFixture.Answer send(String method, String uri, String header, String value) {
        return Await.result(gateway.client
                .request(HttpMethod.valueOf(method), gateway.port, "127.0.0.1", uri)
                .compose(r -> GatewayFixture.answer(r.putHeader(header, value).send())));
    }

    void assertAsked(int times) {
        assertThat(asked).hasSize(times);
    }

    static String status(GatewayFixture.Answer answer) {
        return answer.head().getHeader("cache-status");
    }

    @Override
    public void close() {
        gateway.close();
    }
}
