package io.lotse.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.nimbusds.jose.jwk.ECKey;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.gateway.TokenIssuer;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

class TokensTest {
    private final ECKey key = TestIssuer.ecKey("one");
    private final SettableClock clock = new SettableClock(Instant.now());
    private VerificationKeys keys = VerificationKeys.of(List.of(key.toPublicJWK()));
    private final Tokens tokens = new Tokens(
            List.of(new TokenIssuer(TestIssuer.NAME, List.of("shop"), "http://x", null, null, null, null, null, null)),
            issuer -> new KeySource() {
                @Override
                public VerificationKeys keys() {
                    return keys;
                }

                @Override
                public Future<Void> renew() {
                    return Future.succeededFuture();
                }
            },
            TokensTest::atOnce,
            clock);

    private static <T> Future<T> atOnce(java.util.concurrent.Callable<T> work) {
        try {
            return Future.succeededFuture(work.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    @Test
    void remembersAGoodTokenAndNotForLongerThanItIsGood() {
        String token = TestIssuer.token(key);
        Future<Identity> first = tokens.verify(token);

        assertThat(tokens.verify(token).result()).isNotNull().isSameAs(first.result());
        clock.advance(Duration.ofSeconds(329));
        assertThat(tokens.verify(token).result()).isSameAs(first.result());
        clock.advance(Duration.ofSeconds(2));
        assertThat(tokens.verify(token).cause()).hasMessage("the token has expired");
    }

    @Test
    void forgetsTokensWhenTheKeysChange() {
        String token = TestIssuer.token(key);
        assertThat(tokens.verify(token).succeeded()).isTrue();

        keys = VerificationKeys.of(List.of(TestIssuer.ecKey("two").toPublicJWK()));

        assertThat(tokens.verify(token).cause()).hasMessageContaining("does not have");
    }

    @Test
    void takesSmallOrSharedKeysForNone() throws Exception {
        assertThat(VerificationKeys.of(List.of(
                                new com.nimbusds.jose.jwk.gen.RSAKeyGenerator(1_024, true)
                                        .generate()
                                        .toPublicJWK(),
                                new com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator(256).generate()))
                        .isEmpty())
                .isTrue();
    }
}
