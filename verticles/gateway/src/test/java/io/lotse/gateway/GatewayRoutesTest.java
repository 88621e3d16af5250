package io.lotse.gateway;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes that are declared in the ledger, over real sockets. */
class GatewayRoutesTest {
    private final GatewayFixture gateway = new GatewayFixture();

    @BeforeEach
    void startServices() {
        gateway.named("orders", "orders", Map.of());
        gateway.named("web", "web", Map.of());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void leadsPathsOfAnyFormToAService() {
        gateway.mesh.route(
                "shop", """
                {"match": {"path": "/shop/**"}, "targets": [{"service": "orders"}]}""");

        assertThat(gateway.get("/shop").text()).isEqualTo("orders /shop");
        assertThat(gateway.get("/shop/a/b?x=1").text()).isEqualTo("orders /shop/a/b?x=1");
        assertThat(gateway.get("/shopping").status()).isEqualTo(404);
    }

    @Test
    void keepsTheStandardPathBesideARouteForAll() {
        gateway.mesh.route("all", """
                {"targets": [{"service": "web"}]}""");

        assertThat(gateway.get("/api/orders/1").text()).isEqualTo("orders /1");
        assertThat(gateway.get("/api/nothing/1").text()).isEqualTo("web /api/nothing/1");
        assertThat(gateway.get("/").text()).isEqualTo("web /");
    }

    @Test
    void letsARouteWithPriorityTakeTheStandardPath() {
        gateway.mesh.route("all", """
                {"priority": 1, "targets": [{"service": "web"}]}""");

        assertThat(gateway.get("/api/orders/1").text()).isEqualTo("web /api/orders/1");
        assertThat(gateway.get("/api/v1/x").code()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/**, /**, /a/b/c?q=1, /b/c?q=1",
        "/a/**, /**, /a?q=1, /?q=1",
        "/a/**, /v2/**, /a/b, /v2/b",
        "/a/**, /v2/**, /a, /v2",
        "/a/{id}/items/{item}, /items/{item}/of/{id}, /a/7/items/9?q, /items/9/of/7?q",
        "/a/{id}/**, /x/{id}/**, /a/7/b/c, /x/7/b/c",
        "/a/{id}, /fixed, /a/7?q=1, /fixed?q=1",
        "/a/**, /**, /a/%62/../c, /c",
    })
    void rewritesPaths(String path, String rewrite, String asked, String sent) {
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "%s"}, "rewrite": "%s", "targets": [{"service": "orders"}]}"""
                        .formatted(path, rewrite));

        assertThat(gateway.get(asked).text()).isEqualTo("orders " + sent);
    }

    @Test
    void choosesTheMostSpecificOfThoseThatTakeARequest() {
        String answer = """
                {"match": {%s}, "answer": {"status": 200, "body": "%s"}}""";
        gateway.mesh.route("any", answer.formatted("\"path\": \"/x/**\"", "any"));
        gateway.mesh.route("named", answer.formatted("\"path\": \"/x/{id}\"", "named"));
        gateway.mesh.route("exact", answer.formatted("\"path\": \"/x/1\"", "exact"));
        gateway.mesh.route("post", answer.formatted("\"path\": \"/x/1\", \"methods\": [\"POST\"]", "post"));
        gateway.mesh.route(
                "header", answer.formatted("\"path\": \"/x/{id}\", \"headers\": {\"x-beta\": \"*\"}", "header"));
        gateway.mesh.route("host", answer.formatted("\"hosts\": [\"b.example\"]", "host"));
        gateway.mesh.route("domain", answer.formatted("\"hosts\": [\"*.example\"]", "domain"));

        assertThat(gateway.get("/x/1").text()).isEqualTo("exact");
        assertThat(gateway.get("/x/2").text()).isEqualTo("named");
        assertThat(gateway.get("/x/2/3").text()).isEqualTo("any");
        assertThat(gateway.get("/x/2", Map.of("x-beta", "1")).text()).isEqualTo("header");
        assertThat(gateway.get("/x/1", Map.of("host", "B.example:8000")).text()).isEqualTo("host");
        assertThat(gateway.get("/x/1", Map.of("host", "a.example")).text()).isEqualTo("domain");
        assertThat(gateway.get("/x/1", Map.of("host", "example")).text()).isEqualTo("exact");
        assertThat(gateway.send(io.vertx.core.http.HttpMethod.POST, "/x/1", null)
                        .text())
                .isEqualTo("post");
    }

    @ParameterizedTest
    @CsvSource({"/admin/a", "/%61dmin/a", "/x/../admin/a", "/./admin/a", "/x/%2e%2e/admin/a"})
    void letsNoSpellingOfAPathSlipPastItsRoute(String spelling) {
        gateway.mesh.route("all", """
                {"targets": [{"service": "web"}]}""");
        gateway.mesh.route("admin", """
                {"match": {"path": "/admin/**"}, "answer": {"status": 403}}""");

        assertThat(gateway.get(spelling).status()).isEqualTo(403);
    }

    @Test
    void editsHeadersOfRequestsAndAnswers() {
        gateway.instance("headers", r -> r.response()
                .putHeader("x-internal", "1")
                .putHeader("x-seen-team", String.valueOf(r.getHeader("x-team")))
                .putHeader("x-seen-debug", String.valueOf(r.getHeader("x-debug")))
                .end());
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/h"}, "targets": [{"service": "headers"}],
                 "request_headers": {"remove": ["x-debug"], "set": {"x-team": "shop"}},
                 "response_headers": {"remove": ["X-Internal"], "add": {"x-by": "lotse"}}}""");

        GatewayFixture.Answer answer = gateway.get("/h", Map.of("x-team", "evil", "x-debug", "1"));

        assertThat(answer.head().getHeader("x-seen-team")).isEqualTo("shop");
        assertThat(answer.head().getHeader("x-seen-debug")).isEqualTo("null");
        assertThat(answer.head().getHeader("x-internal")).isNull();
        assertThat(answer.head().getHeader("x-by")).isEqualTo("lotse");
    }

    @Test
    void sendsClientsElsewhere() {
        gateway.mesh.route(
                "old",
                """
                {"match": {"path": "/old/**"}, "redirect": {"location": "https://{host}/new/**", "status": 308}}""");

        GatewayFixture.Answer answer = gateway.get("/old/a?b=1", Map.of("host", "shop.example"));

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.head().getHeader("location")).isEqualTo("https://shop.example/new/a?b=1");
    }

    @Test
    void sharesRequestsAmongVersionsByWeightAndByHeader() {
        gateway.named("v1", "pay", Map.of("version", "1"));
        gateway.named("v2", "pay", Map.of("version", "2"));
        gateway.mesh.route(
                "pay",
                """
                {"match": {"path": "/pay"}, "targets": [
                   {"service": "pay", "version": "1", "weight": 3},
                   {"service": "pay", "version": "2", "weight": 1, "headers": {"x-canary": "*"}}]}""");

        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            counts.merge(gateway.get("/pay").text(), 1, Integer::sum);
        }

        // by chance; 60 or more from the mean is less likely than one in a million million
        assertThat(counts.get("v2 /pay")).isBetween(40, 160);
        for (int i = 0; i < 20; i++) {
            assertThat(gateway.get("/pay", Map.of("x-canary", "yes")).text()).isEqualTo("v2 /pay");
        }
    }

    @Test
    void sendsEverythingToTheOtherVersionWhileOneHasNoInstance() {
        gateway.named("v1", "pay", Map.of("version", "1"));
        gateway.mesh.route(
                "pay",
                """
                {"match": {"path": "/pay"}, "targets": [
                   {"service": "pay", "version": "1", "weight": 1}, {"service": "pay", "version": "2", "weight": 99}]}""");

        for (int i = 0; i < 20; i++) {
            assertThat(gateway.get("/pay").text()).isEqualTo("v1 /pay");
        }
    }

    @Test
    void takesAChangedRouteAtOnceAndForgetsARemovedOne() {
        gateway.mesh.route(
                "r", """
                {"match": {"path": "/r"}, "answer": {"status": 200, "body": "one"}}""");
        assertThat(gateway.get("/r").text()).isEqualTo("one");

        gateway.mesh.route(
                "r", """
                {"match": {"path": "/r"}, "answer": {"status": 200, "body": "two"}}""");
        assertThat(gateway.get("/r").text()).isEqualTo("two");

        gateway.mesh.removeRoute("r");
        assertThat(gateway.get("/r").status()).isEqualTo(404);
    }

    @Test
    void goesOnWithTheRoutesItHasWhenTheNewOnesAreBad() {
        gateway.mesh.route(
                "r", """
                {"match": {"path": "/r"}, "answer": {"status": 200, "body": "good"}}""");

        gateway.mesh.route("bad", """
                {"match": {"path": "no-slash"}, "answer": {"status": 200}}""");
        gateway.mesh.route("r2", """
                {"match": {"path": "/r2"}, "answer": {"status": 200}}""");

        assertThat(gateway.get("/r").text()).isEqualTo("good");
        assertThat(gateway.get("/r2").status()).isEqualTo(404);

        gateway.mesh.removeRoute("bad");
        assertThat(gateway.get("/r2").status()).isEqualTo(200);
    }

    @Test
    void saysWhyARouteCannotAnswer() {
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r"}, "targets": [{"service": "orders", "version": "9"}]}""");

        assertThat(gateway.get("/r").code()).isEqualTo("no-healthy-instance");
        assertThat(gateway.get("/r").text()).contains("orders version 9");
    }
}
