package io.lotse.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.ApiKeyCreation;
import io.lotse.contracts.gateway.ApiKeyRevocation;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.ledger.LedgerKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** API keys over real sockets, and what services are told of who comes with one. */
class GatewayApiKeyTest {
    private final GatewayFixture gateway = new GatewayFixture();
    private final ProtectedService service = new ProtectedService(gateway, "s");

    @AfterEach
    void close() {
        gateway.close();
    }

    private String key(String name, List<String> roles, List<String> scopes) {
        return Await.result(GatewayContract.CREATE_API_KEY.call(
                        gateway.vertx.eventBus(), new ApiKeyCreation(name, roles, scopes, null)))
                .secret();
    }

    private String key(String name) {
        return key(name, List.of(), List.of());
    }

    @Test
    void asksForCredentialsAndLetsNobodyInWithout() {
        service.route("{\"auth\": {\"api_keys\": {}, \"scopes\": [\"orders:read\", \"orders:write\"]}}");

        GatewayFixture.Answer answer = gateway.get("/r");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(answer.head().getHeader("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"r\", scope=\"orders:read orders:write\"");
        assertThat(answer.text()).contains("X-API-Key");
        assertThat(service.asked).hasValue(0);
    }

    @Test
    void tellsServicesWhoComesAndNotTheKey() {
        service.route("{\"auth\": {\"api_keys\": {}}}");
        String secret = key("till-3", List.of("clerk", "chief"), List.of("orders:read"));

        assertThat(gateway.get("/r", Map.of("X-API-Key", secret)).status()).isEqualTo(200);
        assertThat(service.seen().get("Lotse-User")).isEqualTo("till-3");
        assertThat(service.seen().get("Lotse-Issuer")).isEqualTo("api-key");
        assertThat(service.seen().get("Lotse-Roles")).isEqualTo("chief,clerk");
        assertThat(service.seen().get("Lotse-Scopes")).isEqualTo("orders:read");
        assertThat(service.seen().toString()).doesNotContain(secret);

        assertThat(gateway.get("/r", Map.of("Authorization", "Bearer " + secret))
                        .status())
                .isEqualTo(200);
        assertThat(service.seen().toString()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lotse_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", ""})
    void refusesAnUnknownKey(String secret) {
        service.route("{\"auth\": {\"api_keys\": {\"header\": \"X-Key\"}, \"optional\": true}}");
        key("till-3");

        GatewayFixture.Answer answer = gateway.get("/r", Map.of("X-Key", secret));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("invalid-credentials");
        assertThat(answer.head().getHeader("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(service.asked).hasValue(0);
    }

    @Test
    void refusesWhoSendsTwoKeys() throws IOException {
        service.route("{\"auth\": {\"api_keys\": {}}}");
        String secret = key("till-3");
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /r HTTP/1.1", "Host: h", "X-API-Key: " + secret, "X-API-Key: x", "Connection: close", "", "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void endsAKeyThatExpiresOrIsRevokedAtAllGateways() {
        service.route("{\"auth\": {\"api_keys\": {}}}");
        int other = gateway.startGateway(GatewayFixture.HOST, null);
        String revoked = key("till-3");
        ApiKey old = new ApiKey(
                "old",
                ApiKeys.hash("lotse_old"),
                null,
                null,
                Instant.EPOCH,
                Instant.now().minus(Duration.ofSeconds(1)));
        gateway.mesh.put(LedgerKeys.apiKey("old"), old);

        assertThat(gateway.get("/r", Map.of("X-API-Key", "lotse_old")).status()).isEqualTo(401);
        assertThat(gateway.getFrom(other, "/r", Map.of("X-API-Key", revoked)).status())
                .isEqualTo(200);

        Await.result(GatewayContract.REVOKE_API_KEY.call(gateway.vertx.eventBus(), new ApiKeyRevocation("till-3")));

        assertThat(gateway.getFrom(other, "/r", Map.of("X-API-Key", revoked)).status())
                .isEqualTo(401);
        assertThat(gateway.get("/r", Map.of("X-API-Key", revoked)).status()).isEqualTo(401);
    }

    @Test
    void keepsHashesAloneAndTellsASecretOnce() {
        String secret = key("till-3");

        List<ApiKey> listed = Await.result(GatewayContract.API_KEYS.call(gateway.vertx.eventBus(), Empty.EMPTY))
                .items();

        assertThat(secret).matches("lotse_[A-Za-z0-9_-]{43}");
        assertThat(listed).singleElement().satisfies(k -> {
            assertThat(k.name()).isEqualTo("till-3");
            assertThat(k.sha256()).isEqualTo(ApiKeys.hash(secret));
        });
        assertThat(gateway.mesh.view().snapshot().entries().toString()).doesNotContain(secret);
        assertThatThrownBy(() -> key("till-3"))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.API_KEY_EXISTS));
        assertThatThrownBy(() -> key("Till 3", List.of("a,b"), List.of("a b")))
                .hasMessageContainingAll("name: is no name", "'a b' is no scope", "'a,b' is no role");
    }

    @Test
    void wantsAllScopesAndOneOfTheRoles() {
        service.route(
                "{\"auth\": {\"api_keys\": {}, \"scopes\": [\"read\", \"write\"], \"roles\": [\"clerk\", \"chief\"]}}");

        GatewayFixture.Answer scope =
                gateway.get("/r", Map.of("X-API-Key", key("a", List.of("clerk"), List.of("read"))));
        GatewayFixture.Answer role =
                gateway.get("/r", Map.of("X-API-Key", key("b", List.of("guest"), List.of("read", "write"))));
        GatewayFixture.Answer both =
                gateway.get("/r", Map.of("X-API-Key", key("c", List.of("chief"), List.of("read", "write", "more"))));

        assertThat(scope.status()).isEqualTo(403);
        assertThat(scope.code()).isEqualTo("insufficient-scope");
        assertThat(scope.head().getHeader("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"r\", error=\"insufficient_scope\", scope=\"read write\"");
        assertThat(role.status()).isEqualTo(403);
        assertThat(role.text()).contains("one of the roles");
        assertThat(both.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lotse-User",
                "lotse_user",
                "Lotse-Roles",
                "Lotse-Scopes",
                "Lotse-Issuer",
                "Lotse-Token",
                "X-User",
                "X_User",
                "x-user-id",
                "X-Roles",
                "X-Forwarded-User",
                "Remote-User",
                "X-Auth-Request-Email"
            })
    void removesWhatClientsSayOfThemselves(String name) throws IOException {
        service.route("{\"auth\": {\"api_keys\": {}, \"optional\": true}}");
        String secret = key("till-3");
        for (String credentials : List.of("X-API-Key: " + secret, "X-Other: 1")) {
            try (RawConnection raw = gateway.raw()) {
                raw.send("GET /r HTTP/1.1", "Host: h", name + ": root", credentials, "Connection: close", "", "");

                assertThat(raw.readAll()).startsWith("HTTP/1.1 200");
                assertThat(service.seen().toString()).doesNotContain("root");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lotse-User", "lotse_roles", "Lotse-Token"})
    void passesNoIdentityOnWhereNobodyVerifiesIt(String name) {
        assertThat(gateway.get("/api/s", Map.of(name, "root", "X-User", "me")).status())
                .isEqualTo(200);

        assertThat(service.seen().contains(name)).isFalse();
        assertThat(service.seen().get("X-User")).isEqualTo("me");
    }

    @Test
    void losesNoIdentityToAConnectionHeader() throws IOException {
        service.route("{\"auth\": {\"api_keys\": {}}}");
        String secret = key("till-3");
        try (RawConnection raw = gateway.raw()) {
            raw.send(
                    "GET /r HTTP/1.1",
                    "Host: h",
                    "X-API-Key: " + secret,
                    "Connection: close, Lotse-User, Lotse-Issuer",
                    "",
                    "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 200");
        }
        assertThat(service.seen().get("Lotse-User")).isEqualTo("till-3");
        assertThat(service.seen().get("Lotse-Issuer")).isEqualTo("api-key");
    }

    @Test
    void keepsNoAnswerOfOneForAnother() {
        service.route("{\"auth\": {\"api_keys\": {}}, \"cache\": {}}");
        String one = key("one");
        String other = key("other");

        assertThat(gateway.get("/r", Map.of("X-API-Key", one)).text()).isEqualTo("answer 1");
        assertThat(gateway.get("/r", Map.of("X-API-Key", other)).text()).isEqualTo("answer 2");
        assertThat(gateway.get("/r", Map.of("X-API-Key", one)).text()).isEqualTo("answer 3");
        assertThat(gateway.get("/r").status()).isEqualTo(401);
    }

    @Test
    void servesKeptAnswersToThoseAloneWhoAreLetIn() {
        gateway.instance("p", r -> r.response()
                .putHeader("Cache-Control", "public, max-age=60")
                .putHeader("Vary", "Lotse-User")
                .end("answer " + service.asked.incrementAndGet()));
        gateway.mesh.route(
                "p",
                """
                {"match": {"path": "/p"}, "targets": [{"service": "p"}],
                 "policy": {"auth": {"api_keys": {}}, "cache": {}}}""");
        String one = key("one");

        assertThat(gateway.get("/p", Map.of("X-API-Key", one)).text()).isEqualTo("answer 1");
        assertThat(gateway.get("/p", Map.of("X-API-Key", one)).text()).isEqualTo("answer 1");
        assertThat(gateway.get("/p", Map.of("X-API-Key", key("other"))).text()).isEqualTo("answer 2");
        assertThat(gateway.get("/p").status()).isEqualTo(401);
    }

    @Test
    void countsRequestsByWhoSendsThem() {
        service.route("{\"auth\": {\"api_keys\": {}},"
                + " \"rate_limits\": [{\"requests\": 1, \"window\": 3600, \"key\": \"token\"}]}");
        String one = key("one");

        assertThat(gateway.get("/r").status()).isEqualTo(401);
        assertThat(gateway.get("/r", Map.of("X-API-Key", one)).status()).isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("X-API-Key", key("other"))).status())
                .isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("Authorization", "Bearer " + one)).status())
                .isEqualTo(429);
        assertThat(gateway.get("/r", Map.of("X-API-Key", one, "Authorization", "Basic eDp5"))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void countsGuessesByAddressAndNotAgainstThoseWhoAreLetIn() {
        service.route(
                "{\"auth\": {\"api_keys\": {}}, \"rate_limits\": [{\"requests\": 1, \"window\": 3600, \"key\": \"route\"},"
                        + " {\"requests\": 3, \"window\": 3600}]}");
        String secret = key("till-3");

        assertThat(gateway.get("/r", Map.of("X-API-Key", "guess")).status()).isEqualTo(401);
        assertThat(gateway.get("/r", Map.of("X-API-Key", secret)).status()).isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("X-API-Key", "guess")).status()).isEqualTo(401);
        assertThat(gateway.get("/r", Map.of("X-API-Key", "guess")).status()).isEqualTo(429);
    }

    @Test
    void closesTheControlApiToAllButOneRole() {
        int control = gateway.upstream(r -> r.response().end("control of " + r.getHeader("Lotse-User")))
                .actualPort();
        int port =
                gateway.startGateway(GatewayFixture.HOST, new GatewayConfig.Control("127.0.0.1", control, "operator"));
        Map<String, String> operator = Map.of("X-API-Key", key("ann", List.of("operator"), List.of()));
        Map<String, String> clerk = Map.of("X-API-Key", key("till-3", List.of("clerk"), List.of()));

        assertThat(gateway.getFrom(port, "/api/v1/gateway/keys").status()).isEqualTo(401);
        assertThat(gateway.getFrom(port, "/api/v1/gateway/keys", clerk).status())
                .isEqualTo(403);
        assertThat(gateway.getFrom(port, "/api/v1/gateway/keys", Map.of("Lotse-Hop", "1"))
                        .status())
                .isEqualTo(401);
        assertThat(gateway.getFrom(port, "/api/v1/gateway/keys", operator).text())
                .isEqualTo("control of ann");
        assertThat(gateway.getFrom(port, "/api/v1/gateway/jwks").status()).isEqualTo(200);
    }

    @Test
    void protectsTheStandardPathByMetadataAlsoIfThereIsAMistakeInThem() {
        gateway.named("good", "good", Map.of("gateway.policy", "{\"auth\": {\"api_keys\": {}}}"));
        gateway.named("bad", "bad", Map.of("gateway.policy", "{\"auth\": {\"api_keys\": {\"shoe\": 1}}}"));

        String secret = key("till-3");

        assertThat(gateway.get("/api/good").status()).isEqualTo(401);
        assertThat(gateway.get("/api/good", Map.of("X-API-Key", secret)).status())
                .isEqualTo(200);
        assertThat(gateway.get("/api/bad", Map.of("X-API-Key", secret)).status())
                .isEqualTo(401);
    }

    @Test
    void warnsOfAServiceThatIsOpenBesidesTheRoute() {
        service.route("{\"auth\": {\"api_keys\": {}}}");
        assertThat(warnings()).singleElement().asString().contains("/api/s/** leads to the same service without");

        gateway.mesh.route(
                "closed",
                """
                {"match": {"path": "/api/s/**"}, "priority": 1, "answer": {"status": 404}}""");

        assertThat(warnings()).isEmpty();
    }

    private List<String> warnings() {
        return Await.result(GatewayContract.ROUTES.call(gateway.vertx.eventBus(), Empty.EMPTY)).items().stream()
                .flatMap(e -> e.warnings().stream())
                .toList();
    }

    @Test
    void namesEveryMistakeOfARule() {
        service.route(
                """
                {"auth": {"api_keys": {"header": "Content-Length"}, "roles": ["a,b"], "scopes": ["a b"],
                 "remove_headers": ["X User"],
                 "service_token": {"lifetime": 0, "header": "Host", "audience": " "},
                 "jwt": [{"issuer": "", "audiences": [], "algorithms": ["none", "HS256", "RS256"], "leeway": 3600},
                  {"issuer": "x", "audiences": ["y"], "jwks_url": "file:///etc/passwd"},
                  {"issuer": "x", "audiences": ["y"], "pem": "-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----"}]}}""");

        assertThat(Await.result(GatewayContract.ROUTES.call(gateway.vertx.eventBus(), Empty.EMPTY))
                        .refused())
                .singleElement()
                .asString()
                .contains(
                        "policy.auth.api_keys.header: 'Content-Length'",
                        "policy.auth.roles: 'a,b' is no role",
                        "policy.auth.scopes: 'a b' is no scope",
                        "policy.auth.remove_headers: 'X User'",
                        "policy.auth.service_token.lifetime: is no such time",
                        "policy.auth.service_token.header: 'Host'",
                        "policy.auth.service_token.audience: is empty",
                        "policy.auth.jwt[0].issuer: is missing",
                        "policy.auth.jwt[0].audiences: is missing",
                        "policy.auth.jwt[0].jwks_url: is one of 0 sources",
                        "policy.auth.jwt[0].algorithms: 'none' is not taken",
                        "policy.auth.jwt[0].algorithms: 'HS256' is not taken",
                        "policy.auth.jwt[0].leeway: is no such time",
                        "policy.auth.jwt[1].jwks_url: 'file:///etc/passwd' is no URL",
                        "policy.auth.jwt[2].pem: holds a PRIVATE KEY",
                        "policy.auth.jwt: has the same issuer twice");
    }

    @Test
    void refusesARuleThatLetsNobodyIn() {
        service.route("{\"auth\": {}}");

        assertThat(Await.result(GatewayContract.ROUTES.call(gateway.vertx.eventBus(), Empty.EMPTY))
                        .refused())
                .singleElement()
                .asString()
                .contains("policy.auth: lets nobody in");
    }
}
