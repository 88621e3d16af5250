package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.ApiKeyCreation;
import io.lotse.contracts.gateway.ApiKeyList;
import io.lotse.contracts.gateway.ApiKeyRevocation;
import io.lotse.contracts.gateway.CreatedApiKey;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.JwkSet;
import io.lotse.contracts.gateway.PublicJwk;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

/** API keys over HTTP: the gateway is a stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeyApiTest {
    private static final String KEYS = "/api/v1/gateway/keys";
    private static final ApiKey KEY =
            new ApiKey("till-3", "ab".repeat(32), List.of("clerk"), null, Instant.EPOCH, null);

    private ControlNode node;
    private StandIn<ApiKeyCreation, CreatedApiKey> creations;
    private StandIn<ApiKeyRevocation, ApiKey> revocations;

    @BeforeAll
    void start() {
        node = new ControlNode();
        StandIn.<Empty, ApiKeyList>serve(node.vertx, GatewayContract.API_KEYS, q -> new ApiKeyList(List.of(KEY)));
        StandIn.<Empty, JwkSet>serve(
                node.vertx,
                GatewayContract.SIGNING_KEYS,
                q -> new JwkSet(List.of(new PublicJwk("EC", "P-256", "x", "y", "k1", "sig", "ES256"))));
        creations = StandIn.serve(node.vertx, GatewayContract.CREATE_API_KEY, c -> new CreatedApiKey("lotse_x", KEY));
        revocations = StandIn.serve(node.vertx, GatewayContract.REVOKE_API_KEY, r -> {
            if (!r.name().equals("till-3")) {
                throw new ContractException(ProblemCode.UNKNOWN_API_KEY, "no API key is called " + r.name());
            }
            return KEY;
        });
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void tellsASecretOnceAndKeepsItOutOfCaches() {
        HttpResponse<String> answer = node.post(
                KEYS, "{\"name\": \"till-3\", \"roles\": [\"clerk\"], \"expires_at\": \"2030-01-31T12:00:00Z\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer).getString("secret")).isEqualTo("lotse_x");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(creations.last().expiresAt()).isEqualTo(Instant.parse("2030-01-31T12:00:00Z"));
        assertThat(node.get(KEYS).body()).contains("till-3").doesNotContain("lotse_x");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        HttpResponse<String> answer = node.post(KEYS, "{\"name\": \"till-3\", \"role\": [\"clerk\"]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("role:");
    }

    @Test
    void revokesAKey() {
        assertThat(json(node.send("DELETE", KEYS + "/till-3", null)).getString("name"))
                .isEqualTo("till-3");
        assertThat(revocations.last().name()).isEqualTo("till-3");

        HttpResponse<String> unknown = node.send("DELETE", KEYS + "/till-4", null);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).getString("code")).isEqualTo("unknown-api-key");
    }

    @Test
    void tellsTheKeysOfServiceTokens() {
        HttpResponse<String> answer = node.get("/api/v1/gateway/jwks");

        assertThat(json(answer).getJsonArray("keys").getJsonObject(0).getString("kid"))
                .isEqualTo("k1");
        assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=300");
    }
}
