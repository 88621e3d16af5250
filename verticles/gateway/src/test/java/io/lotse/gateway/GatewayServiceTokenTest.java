package io.lotse.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Empty;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The tokens by which services recognise what came through a gateway. */
class GatewayServiceTokenTest {
    private static final Map<String, String> KEY = Map.of("X-API-Key", "lotse_a");

    private final GatewayFixture gateway = new GatewayFixture();
    private final ProtectedService service = new ProtectedService(gateway, "orders");

    @BeforeEach
    void start() {
        gateway.mesh.put(
                LedgerKeys.apiKey("till-3"),
                new ApiKey(
                        "till-3",
                        ApiKeys.hash("lotse_a"),
                        java.util.List.of("clerk"),
                        java.util.List.of("read"),
                        java.time.Instant.EPOCH,
                        null));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void route(String auth) {
        service.route("{\"auth\": " + auth + "}");
    }

    private JWKSet published() {
        try {
            return JWKSet.parse(ContractCodec.encode(
                            Await.result(GatewayContract.SIGNING_KEYS.call(gateway.vertx.eventBus(), Empty.EMPTY)))
                    .encode());
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private JWTClaimsSet verified(String text) throws Exception {
        SignedJWT token = SignedJWT.parse(text);
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        ECKey key = published().getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(key.isPrivate()).isFalse();
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
        return token.getJWTClaimsSet();
    }

    @Test
    void tellServicesWhoseARequestIsWhateverTheClientSays() throws Exception {
        route("{\"api_keys\": {}, \"service_token\": {}}");

        gateway.get("/r", Map.of("X-API-Key", "lotse_a", "Lotse-Token", "forged"));

        JWTClaimsSet claims = verified(service.seen().get("Lotse-Token"));
        assertThat(claims.getIssuer()).isEqualTo("lotse");
        assertThat(claims.getAudience()).containsExactly("orders");
        assertThat(claims.getSubject()).isEqualTo("till-3");
        assertThat(claims.getStringListClaim("roles")).containsExactly("clerk");
        assertThat(claims.getStringClaim("scope")).isEqualTo("read");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void areSignedOnceForManyRequests() {
        route("{\"api_keys\": {}, \"service_token\": {\"lifetime\": 3600}}");
        gateway.get("/r", KEY);
        String first = service.seen().get("Lotse-Token");

        gateway.get("/r", KEY);

        assertThat(service.seen().get("Lotse-Token")).isEqualTo(first);
    }

    @Test
    void comeInTheFieldAndForTheAudienceThatTheRouteNames() throws Exception {
        route("{\"service_token\": {\"header\": \"Authorization\", \"audience\": \"shop\"}}");

        assertThat(gateway.get("/r", Map.of("Authorization", "Basic eDp5")).status())
                .isEqualTo(200);

        String field = service.seen().get("Authorization");
        assertThat(field).startsWith("Bearer ");
        JWTClaimsSet claims = verified(field.substring("Bearer ".length()));
        assertThat(claims.getAudience()).containsExactly("shop");
        assertThat(claims.getSubject()).isNull();
    }

    @Test
    void areVerifiedByTheKeysThatAnyNodeTells() {
        int other = gateway.startGateway(GatewayFixture.HOST, null);
        route("{\"api_keys\": {}, \"service_token\": {}}");
        gateway.get("/r", KEY);
        gateway.getFrom(other, "/r", KEY);

        await().untilAsserted(() -> assertThat(gateway.mesh.view().snapshot().entries(LedgerKeys.SIGNING_KEYS))
                .hasSize(2));
        assertThat(published().getKeys()).hasSize(2);
        assertThat(gateway.mesh
                        .view()
                        .snapshot()
                        .entries(LedgerKeys.SIGNING_KEYS)
                        .toString())
                .doesNotContain("\"d\"", " d=", "{d=");
    }

    @Test
    void areSignedWithANewKeyEveryDayThatServicesKnowBefore() throws Exception {
        SettableClock clock = new SettableClock(Instant.now());
        SigningKeys keys = new SigningKeys(gateway.vertx, gateway.mesh.view(), clock);
        keys.start();
        String first = kid(keys);

        clock.advance(SigningKeys.SIGNS_FOR.minus(SigningKeys.TOLD_BEFORE));
        keys.tend();
        assertThat(kid(keys)).isEqualTo(first);
        assertThat(keys.ownKeys()).hasSize(2);

        clock.advance(SigningKeys.TOLD_BEFORE);
        keys.tend();
        String second = kid(keys);
        assertThat(second).isNotEqualTo(first);
        await().untilAsserted(() -> assertThat(stored()).contains(first, second));

        clock.advance(SigningKeys.LONGEST_LIFETIME.plus(SigningKeys.TOLD_BEFORE).plusSeconds(1));
        keys.tend();
        await().untilAsserted(() -> assertThat(stored()).contains(second).doesNotContain(first));
    }

    private String stored() {
        return gateway.mesh.view().snapshot().entries(LedgerKeys.SIGNING_KEYS).toString();
    }

    private static String kid(SigningKeys keys) throws Exception {
        return SignedJWT.parse(keys.sign(TestIssuer.claims().build()))
                .getHeader()
                .getKeyID();
    }
}
