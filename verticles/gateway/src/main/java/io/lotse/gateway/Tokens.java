package io.lotse.gateway;

import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.TokenIssuer;
import io.lotse.gateway.VerificationKeys.Verdict;

/**
 * Verifies the JSON Web Tokens of some issuers (RFC 7519, RFC 8725). What was found good is remembered by its hash until it expires
 * or the issuer's keys change. RSA signatures are verified on the event loop: that takes 60 to 200 us, hardly more than handing
 * them over would; those on elliptic curves take milliseconds and are left to others. Keys come from the configuration alone: {@code jku}, {@code jwk}, {@code x5u} and
 * {@code x5c} of a token are not read.
 */
final class Tokens {
    static final Set<JWSAlgorithm> ALGORITHMS = Stream.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
            .map(JWSAlgorithm::parse)
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST = 16 * 1024;
    private static final int MOST_REMEMBERED = 10_000;
    /** Other types are for other purposes, such as proving that one has a key (RFC 8725, 3.11). */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final Map<String, Trusted> issuers = new HashMap<>();
    private final Workers workers;
    private final Clock clock;
    private final Cache<ByteBuffer, Good> good = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .executor(Runnable::run)
            .build();

    /** An issuer that is believed. */
    private record Trusted(Set<JWSAlgorithm> algorithms, TokenClaims claims, KeySource source) {}

    /**
     * A token that was found good.
     *
     * @param keys that its signature was verified with
     * @param ends when it ceases to be good, in milliseconds since 1970
     */
    private record Good(Identity identity, KeySource source, VerificationKeys keys, long ends) {}

    /** @param sources where the keys of an issuer come from */
    Tokens(List<TokenIssuer> trusted, Function<TokenIssuer, KeySource> sources, Workers workers, Clock clock) {
        this.workers = workers;
        this.clock = clock;
        for (TokenIssuer issuer : trusted) {
            Set<JWSAlgorithm> algorithms = issuer.algorithms().isEmpty()
                    ? ALGORITHMS
                    : issuer.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
            issuers.put(issuer.issuer(), new Trusted(algorithms, new TokenClaims(issuer), sources.apply(issuer)));
        }
    }

    /**
     * Whom a token stands for.
     *
     * @return fails with {@link BadCredentials} that says why nobody, with {@link ProblemCode#ISSUER_UNAVAILABLE} while the
     *     issuer's keys cannot be had
     */
    Future<Identity> verify(String text) {
        if (text.length() > LONGEST) {
            return Future.failedFuture(new BadCredentials("the token is longer than " + LONGEST + " characters"));
        }
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(text));
        Good known = remembered(hash);
        if (known != null) {
            return Future.succeededFuture(known.identity());
        }
        try {
            return verify(parse(text), hash);
        } catch (BadCredentials e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Identity> verify(SignedJWT token, ByteBuffer hash) {
        JWTClaimsSet claims = TokenClaims.of(token);
        Trusted issuer = claims.getIssuer() == null ? null : issuers.get(claims.getIssuer());
        if (issuer == null) {
            throw new BadCredentials("the token is of an issuer that is not trusted here");
        }
        if (!issuer.algorithms().contains(token.getHeader().getAlgorithm())) {
            throw new BadCredentials("the token is signed with an algorithm that is not taken here");
        }
        issuer.claims().check(claims, clock.millis());
        VerificationKeys keys = issuer.source().keys();
        return verdict(token, keys, hash).compose(verdict -> {
            if (verdict != Verdict.UNKNOWN_KEY) {
                return Future.succeededFuture(accept(verdict, claims, issuer, keys, hash));
            }
            return issuer.source().renew().compose(v -> {
                VerificationKeys renewed = issuer.source().keys();
                return verdict(token, renewed, hash).map(again -> accept(again, claims, issuer, renewed, hash));
            });
        });
    }

    private Future<Verdict> verdict(SignedJWT token, VerificationKeys keys, ByteBuffer hash) {
        if (keys == null || !keys.mayVerify(token)) {
            return Future.succeededFuture(Verdict.UNKNOWN_KEY);
        }
        return JWSAlgorithm.Family.EC.contains(token.getHeader().getAlgorithm())
                // of many requests with the same token, which wait for their turn, one is work
                ? workers.run(() -> remembered(hash) == null ? keys.verify(token) : Verdict.GOOD)
                : Future.succeededFuture(keys.verify(token));
    }

    /** @param keys null if they could not be had */
    private Identity accept(
            Verdict verdict, JWTClaimsSet claims, Trusted issuer, VerificationKeys keys, ByteBuffer hash) {
        if (keys == null) {
            throw new ContractException(
                    ProblemCode.ISSUER_UNAVAILABLE,
                    "the keys of the token's issuer cannot be had at the moment: try again later");
        }
        if (verdict != Verdict.GOOD) {
            throw new BadCredentials(
                    verdict == Verdict.BAD
                            ? "the token's signature is wrong"
                            : "the token is signed with a key that its issuer does not have");
        }
        Good known = remembered(hash);
        if (known != null) {
            return known.identity();
        }
        Identity identity = issuer.claims().identity(claims);
        good.put(hash, new Good(identity, issuer.source(), keys, issuer.claims().ends(claims)));
        return identity;
    }

    /** Null for a token that has to be looked at. */
    private Good remembered(ByteBuffer hash) {
        Good known = good.getIfPresent(hash);
        return known != null
                        && known.ends() > clock.millis()
                        && known.keys() == known.source().keys()
                ? known
                : null;
    }

    private static SignedJWT parse(String text) {
        SignedJWT token;
        try {
            token = SignedJWT.parse(text);
        } catch (ParseException e) {
            throw new BadCredentials("the token is no signed JSON Web Token");
        }
        JOSEObjectType type = token.getHeader().getType();
        if (type != null && !TYPES.contains(type.getType().toLowerCase(java.util.Locale.ROOT))) {
            throw new BadCredentials("the token is of a type for another purpose");
        }
        return token;
    }
}
