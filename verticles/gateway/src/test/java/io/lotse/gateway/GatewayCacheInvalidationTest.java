package io.lotse.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What ends what a route's cache keeps, over real sockets: RFC 9111, 4.4. */
@DisplayName("RFC 9111, 4.4: what changes end")
class GatewayCacheInvalidationTest {
    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    @ParameterizedTest
    @CsvSource({"POST,200", "PUT,204", "DELETE,204", "PATCH,200", "BREW,302"})
    void rfc9111_4_4_aChangeThatSucceedsEndsWhatIsKept(String method, int status) {
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(status, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/r");
        assertThat(CacheFixture.status(cache.send(method, "/r"))).isEqualTo("lotse; fwd=method");

        assertThat(cache.get("/r").text()).isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource({"POST,404", "DELETE,500", "OPTIONS,200", "SEARCH,200"})
    void rfc9111_4_4_aChangeThatFailsOrIsNoneEndsNothing(String method, int status) {
        cache.answer(200, "one", "Cache-Control", "max-age=60").answer(status, "");
        cache.get("/r");
        cache.send(method, "/r");

        assertThat(cache.get("/r").text()).isEqualTo("one");
    }

    @Test
    void rfc9111_4_4_whatTheAnswerNamesEndsTooAtTheSameHostOnly() {
        cache.answer(r -> r.response().putHeader("Cache-Control", "max-age=60").end("old " + r.uri()));
        for (String uri : new String[] {"/r/1", "/r/2", "/r/3"}) {
            cache.get(uri);
        }
        cache.answer(r -> {
            if (r.method().equals(HttpMethod.POST)) {
                r.response().putHeader("Location", "1").putHeader("Content-Location", "http://elsewhere.example/r/3");
            }
            r.response().putHeader("Cache-Control", "max-age=60").end("new " + r.uri());
        });
        cache.gateway.send(HttpMethod.POST, "/r/2", Buffer.buffer("x"));

        assertThat(cache.get("/r/1").text()).isEqualTo("new /r/1");
        assertThat(cache.get("/r/2").text()).isEqualTo("new /r/2");
        assertThat(cache.get("/r/3").text()).isEqualTo("old /r/3");
    }

    @Test
    void rfc9111_4_4_aChangeByAnotherRouteEndsWhatIsKept() {
        cache.gateway.mesh.route(
                "changes",
                """
                {"match": {"path": "/r/**", "methods": ["PUT"]}, "targets": [{"service": "s"}]}""");
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(204, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/r");

        assertThat(CacheFixture.status(cache.send("PUT", "/r"))).isNull();
        assertThat(cache.get("/r").text()).isEqualTo("two");
    }

    @Test
    void rfc9111_4_4_aChangeByTheStandardPathEndsWhatARouteForReadsKeeps() {
        cache.gateway.mesh.route(
                "reads",
                """
                {"match": {"path": "/api/s/**", "methods": ["GET"]}, "priority": 1, "targets": [{"service": "s"}],
                 "policy": {"cache": {}}}""");
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(204, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/api/s/1");
        cache.send("DELETE", "/api/s/1");

        assertThat(cache.get("/api/s/1").text()).isEqualTo("two");
    }

    @Test
    void aChangeEndsWhatAnotherGatewayKeepsOfTheUri() throws Exception {
        int other = cache.gateway.startGateway(GatewayFixture.HOST, null);
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(204, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        // a gateway has the route a moment after it was declared
        Awaitility.await().until(() -> getShop(other).equals("one"));
        assertThat(getShop(other)).isEqualTo("one");
        try (RawConnection client = cache.gateway.raw()) {
            client.send("PUT /r HTTP/1.1", "Host: shop.example", "Content-Length: 0", "", "");
            assertThat(client.readHead()).contains("204");
        }

        Awaitility.await().until(() -> getShop(other).equals("two"));
    }

    /** Both gateways are asked by one name: by their ports they would keep different URIs. */
    private static String getShop(int port) throws Exception {
        try (RawConnection client = GatewayFixture.raw(port)) {
            return client.send("GET /r HTTP/1.1", "Host: shop.example", "Connection: close", "", "")
                    .readAll()
                    .replaceAll("(?s).*\\r\\n\\r\\n", "");
        }
    }
}
