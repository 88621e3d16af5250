package io.lotse.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** JSON Web Tokens over real sockets: good ones, forged ones of every known kind, and keys that change. */
class GatewayTokenTest {
    private static final RSAKey RSA = TestIssuer.rsaKey();

    private final GatewayFixture gateway = new GatewayFixture();
    private final ProtectedService service = new ProtectedService(gateway, "s");
    private final TestIssuer issuer = new TestIssuer(gateway);
    private final ECKey key = TestIssuer.ecKey("one");

    @BeforeEach
    void start() {
        issuer.publish(key.toPublicJWK(), RSA.toPublicJWK());
        service.route(issuer.policy());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private GatewayFixture.Answer get(String token) {
        return gateway.get("/r", Map.of("Authorization", "Bearer " + token));
    }

    private void assertRefused(String token, String why) {
        GatewayFixture.Answer answer = get(token);

        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("invalid-credentials");
        assertThat(answer.text()).contains(why);
        assertThat(answer.head().getHeader("WWW-Authenticate"))
                .startsWith("Bearer realm=\"r\", error=\"invalid_token\", error_description=\"")
                .contains(why);
        assertThat(service.asked).hasValue(0);
    }

    @Test
    void letsGoodTokensInAndTellsServicesWhoseTheyAre() {
        String token = TestIssuer.token(key, c -> c.claim("scope", "orders:read orders:write")
                .claim("roles", List.of("clerk", "head, of sales")));

        assertThat(get(token).text()).isEqualTo("answer 1");
        assertThat(service.seen().get("Lotse-User")).isEqualTo("ann");
        assertThat(service.seen().get("Lotse-Issuer")).isEqualTo(TestIssuer.NAME);
        assertThat(service.seen().get("Lotse-Roles")).isEqualTo("clerk,head%2C%20of%20sales");
        assertThat(service.seen().get("Lotse-Scopes")).isEqualTo("orders:read orders:write");
        assertThat(service.seen().get("Authorization")).isEqualTo("Bearer " + token);

        assertThat(get(TestIssuer.token(RSA)).status()).isEqualTo(200);
        assertThat(issuer.asked).hasValue(1);
    }

    @Test
    void writesNoUserIntoAHeaderThatEndsIt() {
        assertThat(get(TestIssuer.token(key, c -> c.subject("ann\r\nLotse-Roles: root")))
                        .status())
                .isEqualTo(200);

        assertThat(service.seen().get("Lotse-User")).isEqualTo("ann%0D%0ALotse-Roles:%20root");
        assertThat(service.seen().contains("Lotse-Roles")).isFalse();
    }

    @Test
    void readsRolesAndScopesWhereTheIssuerKeepsThem() {
        service.route(
                """
                {"auth": {"roles": ["clerk"], "scopes": ["read"], "jwt": [{"issuer": "%s", "audiences": ["shop", "x"],
                 "jwks_url": "%s", "roles_claim": "realm_access.roles"}]}}"""
                        .formatted(TestIssuer.NAME, issuer.url()));

        assertThat(get(TestIssuer.token(key, c -> c.claim("scp", List.of("read"))
                                .claim("realm_access", Map.of("roles", List.of("clerk")))))
                        .status())
                .isEqualTo(200);
        assertThat(get(TestIssuer.token(key, c -> c.claim("scp", List.of("read"))))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void refusesTokensWithoutASignature() {
        assertRefused(TestIssuer.forged("{\"alg\":\"none\"}", new byte[0]), "no signed JSON Web Token");
        assertRefused(TestIssuer.forged("{\"alg\":\"nOnE\"}", new byte[1]), "algorithm");
        assertRefused(
                TestIssuer.forged("{\"alg\":\"ES256\",\"kid\":\"one\"}", new byte[0]), "no signed JSON Web Token");
        assertRefused(TestIssuer.forged("{\"alg\":\"ES256\",\"kid\":\"one\"}", new byte[1]), "signature is wrong");
        // CVE-2022-21449: zeros are a signature of anything where nobody looks
        assertRefused(TestIssuer.forged("{\"alg\":\"ES256\",\"kid\":\"one\"}", new byte[64]), "signature is wrong");
    }

    @Test
    void refusesAPublicKeyThatIsUsedAsASharedOne() throws JOSEException, GeneralSecurityException {
        String header = "{\"alg\":\"HS256\",\"kid\":\"rsa\"}";
        String unsigned = TestIssuer.forged(header, new byte[0]);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(RSA.toRSAPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(RSA.toRSAPublicKey().getEncoded(), pem.getBytes(StandardCharsets.US_ASCII))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String signed = unsigned.substring(0, unsigned.length() - 1);
            String signature = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));

            assertRefused(signed + "." + signature, "algorithm");
        }
    }

    @Test
    void refusesKeysThatTheTokenBringsAlong() {
        ECKey own = TestIssuer.ecKey("one");
        assertRefused(
                TestIssuer.token(
                        own, TestIssuer.header(own).jwk(own.toPublicJWK()).build(), c -> {}),
                "signature is wrong");
        int before = issuer.asked.get();
        TestIssuer evil = new TestIssuer(gateway);
        evil.publish(own.toPublicJWK());
        assertRefused(
                TestIssuer.token(
                        own,
                        TestIssuer.header(own)
                                .jwkURL(java.net.URI.create(evil.url()))
                                .x509CertURL(java.net.URI.create(evil.url()))
                                .build(),
                        c -> {}),
                "signature is wrong");
        assertThat(evil.asked).hasValue(0);
        assertThat(issuer.asked).hasValue(before);
    }

    @Test
    void refusesKeysThatItsIssuerDoesNotHave() {
        for (String id :
                List.of("other", "../../../../dev/null", "x' UNION SELECT 'key", "file:///proc/self/environ")) {
            assertRefused(TestIssuer.token(TestIssuer.ecKey(id)), "a key that its issuer does not have");
        }
        ECKey stranger = TestIssuer.ecKey(null);
        assertRefused(TestIssuer.token(stranger), "signature is wrong");
        assertRefused(
                TestIssuer.token(
                        RSA,
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                        c -> {}),
                "key");
    }

    @Test
    void refusesKeysForAnotherUse() throws JOSEException {
        ECKey encrypting =
                new ECKey.Builder(key).keyID("enc").keyUse(KeyUse.ENCRYPTION).build();
        issuer.publish(encrypting.toPublicJWK(), RSA.toPublicJWK());

        assertRefused(TestIssuer.token(encrypting), "a key that its issuer does not have");
    }

    @Test
    void refusesTokensOfAnotherTimeOrForSomebodyElse() {
        Instant now = Instant.now();
        assertRefused(TestIssuer.token(key, c -> c.expirationTime(Date.from(now.minusSeconds(31)))), "expired");
        assertRefused(TestIssuer.token(key, c -> c.expirationTime(null)), "no exp");
        assertRefused(TestIssuer.token(key, c -> c.notBeforeTime(Date.from(now.plusSeconds(120)))), "not good yet");
        assertRefused(TestIssuer.token(key, c -> c.issueTime(Date.from(now.plusSeconds(120)))), "in time to come");
        assertRefused(TestIssuer.token(key, c -> c.audience("bank")), "another audience");
        assertRefused(TestIssuer.token(key, c -> c.audience((String) null)), "another audience");
        assertRefused(TestIssuer.token(key, c -> c.issuer("https://evil.example")), "issuer");
        assertRefused(TestIssuer.token(key, c -> c.issuer(null)), "issuer");
        assertRefused(TestIssuer.token(key, c -> c.subject(null)), "no sub");
    }

    @Test
    void allowsClocksToBeALittleOff() {
        Instant now = Instant.now();
        assertThat(get(TestIssuer.token(key, c -> c.expirationTime(Date.from(now.minusSeconds(5)))
                                .notBeforeTime(Date.from(now.plusSeconds(5)))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatIsNoTokenOrOneForAnotherPurpose() {
        assertRefused("a.b.c", "no signed JSON Web Token");
        assertRefused("x".repeat(17_000), "longer than");
        assertRefused(
                TestIssuer.token(
                        key,
                        TestIssuer.header(key)
                                .type(new JOSEObjectType("dpop+jwt"))
                                .build(),
                        c -> {}),
                "another purpose");
        assertRefused(
                TestIssuer.forged("{\"alg\":\"ES256\",\"kid\":\"one\",\"crit\":[\"b64\"],\"b64\":false}", new byte[64]),
                "");
        String good = TestIssuer.token(key);
        String otherClaims = new String(
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encode(TestIssuer.claims()
                                .subject("root")
                                .build()
                                .toString()
                                .getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.US_ASCII);
        String[] parts = good.split("\\.");
        assertRefused(parts[0] + "." + otherClaims + "." + parts[2], "signature is wrong");
    }

    @Test
    void followsTheIssuersKeysAndEndsThoseThatItTookBack() {
        String old = TestIssuer.token(key);
        assertThat(get(old).status()).isEqualTo(200);
        ECKey next = TestIssuer.ecKey("two");
        issuer.publish(next.toPublicJWK());

        assertThat(get(TestIssuer.token(next)).status()).isEqualTo(200);
        assertThat(get(old).status()).isEqualTo(401);
    }

    @Test
    void asksTheIssuerNoMoreOftenBecauseOfForgedKeyIds() {
        for (int i = 0; i < 30; i++) {
            assertThat(get(TestIssuer.token(TestIssuer.ecKey("forged-" + i))).status())
                    .isEqualTo(401);
        }

        assertThat(issuer.asked.get()).isBetween(2, 7);
        assertThat(get(TestIssuer.token(key)).status()).isEqualTo(200);
    }

    @Test
    void saysThatTheKeysCannotBeHadAndDoesNotAskAgainAtOnce() {
        issuer.status = 500;

        for (int i = 0; i < 5; i++) {
            GatewayFixture.Answer answer = get(TestIssuer.token(key));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("issuer-unavailable");
        }

        assertThat(issuer.asked.get()).isBetween(1, 3);
    }

    @Test
    void goesOnWithTheKeysThatItHasWhileTheIssuerIsGone() {
        assertThat(get(TestIssuer.token(key)).status()).isEqualTo(200);
        Await.done(issuer.server.close());

        assertThat(get(TestIssuer.token(key, c -> c.subject("bob"))).status()).isEqualTo(200);
        assertThat(get(TestIssuer.token(TestIssuer.ecKey("new"))).status()).isEqualTo(401);
    }

    @Test
    void takesKeysThatTheRouteBringsAlong() throws JOSEException {
        String pem = "-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getEncoder().encodeToString(key.toECPublicKey().getEncoded())
                + "\\n-----END PUBLIC KEY-----\\n";
        service.route(
                """
                {"auth": {"jwt": [{"issuer": "%s", "audiences": ["shop"], "pem": "%s"},
                 {"issuer": "other", "audiences": ["shop"], "algorithms": ["RS256"], "jwks": {"keys": [%s]}}]}}"""
                        .formatted(TestIssuer.NAME, pem, RSA.toPublicJWK().toJSONString()));

        assertThat(get(TestIssuer.token(key)).status()).isEqualTo(200);
        assertThat(get(TestIssuer.token(RSA, c -> c.issuer("other"))).status()).isEqualTo(200);
        assertThat(get(TestIssuer.token(RSA)).status()).isEqualTo(401);
        assertThat(issuer.asked).hasValue(0);
    }

    @Test
    void letsThoseWithoutCredentialsInAsNobodyWhereThatIsAllowed() {
        service.route(issuer.policy().replace("{\"auth\": {", "{\"auth\": {\"optional\": true, \"api_keys\": {}, "));

        assertThat(gateway.get("/r").status()).isEqualTo(200);
        assertThat(service.seen().contains("Lotse-User")).isFalse();
        assertThat(get(TestIssuer.token(key)).status()).isEqualTo(200);
        assertThat(service.seen().get("Lotse-User")).isEqualTo("ann");
        assertThat(get("x").status()).isEqualTo(401);
    }
}
