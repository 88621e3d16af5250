package io.lotse.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.http.HttpServer;

/** Issues tokens, and publishes its keys over HTTP. */
final class TestIssuer {
    static final String NAME = "https://id.example";
    private static final RSAKey RSA = rsa();

    final HttpServer server;
    final AtomicInteger asked = new AtomicInteger();
    private final List<JWK> published = new ArrayList<>();
    private volatile String document = "{\"keys\": []}";
    /** What it answers with; anything but 200 is a failure. */
    volatile int status = 200;

    TestIssuer(GatewayFixture gateway) {
        server = gateway.upstream(r -> {
            asked.incrementAndGet();
            r.response().setStatusCode(status).end(document);
        });
    }

    /** One for all tests: they take a second to make. */
    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2_048).keyID("rsa").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static RSAKey rsaKey() {
        return RSA;
    }

    static ECKey ecKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Publishes these keys, and none that it published before. */
    void publish(JWK... keys) {
        published.clear();
        published.addAll(List.of(keys));
        document = new JWKSet(published).toString(true);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/jwks";
    }

    /** A policy that takes its tokens. */
    String policy() {
        return """
                {"auth": {"jwt": [{"issuer": "%s", "audiences": ["shop"], "jwks_url": "%s"}]}}"""
                .formatted(NAME, url());
    }

    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience("shop")
                .subject("ann")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    static String token(JWK key) {
        return token(key, c -> {});
    }

    static String token(JWK key, Consumer<JWTClaimsSet.Builder> change) {
        return token(key, header(key).build(), change);
    }

    static JWSHeader.Builder header(JWK key) {
        return new JWSHeader.Builder(key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                .keyID(key.getKeyID());
    }

    static String token(JWK key, JWSHeader header, Consumer<JWTClaimsSet.Builder> change) {
        try {
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
            JWTClaimsSet.Builder claims = claims();
            change.accept(claims);
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A token of any head and signature, for those that no library makes. */
    static String forged(String header, byte[] signature) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + "."
                + base64.encodeToString(claims().build().toString().getBytes(StandardCharsets.UTF_8))
                + "."
                + base64.encodeToString(signature);
    }
}
