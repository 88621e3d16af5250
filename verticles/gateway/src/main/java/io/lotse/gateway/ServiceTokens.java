package io.lotse.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.gateway.PublicJwk;
import io.lotse.contracts.gateway.ServiceTokenUse;

/**
 * Signs the tokens by which services recognise what came through a gateway and whose it is. One serves all requests of a client to
 * a service until half of its time is over, so that a service sees none that is about to expire.
 */
final class ServiceTokens {
    static final String ISSUER = "lotse";
    static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final CharSequence FIELD = HttpHeaders.createOptimized("Lotse-Token");
    private static final int MOST_REMEMBERED = 10_000;

    private final SigningKeys keys;
    private final Workers workers;
    private final Clock clock;
    private final Cache<Whose, Signed> signed = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .executor(Runnable::run)
            .build();

    /**
     * What a token says.
     *
     * @param identity null for nobody
     */
    private record Whose(Identity identity, List<String> audience, long lifetime) {}

    /**
     * A token.
     *
     * @param until when it is given to services, in milliseconds since 1970
     */
    private record Signed(String token, long until) {}

    ServiceTokens(SigningKeys keys, Workers workers, Clock clock) {
        this.keys = keys;
        this.workers = workers;
        this.clock = clock;
    }

    /** What the tokens of this gateway are verified with. */
    List<PublicJwk> ownKeys() {
        return keys.ownKeys();
    }

    Giver giver(ServiceTokenUse use) {
        return new Giver(use);
    }

    /** The token that says this; signed anew when half of its time is over. */
    private Future<String> token(Whose whose) {
        Signed known = known(whose);
        return known != null
                ? Future.succeededFuture(known.token())
                : workers.run(() -> {
                    // of many requests that wait for their turn, one is work
                    Signed meanwhile = known(whose);
                    Signed fresh = meanwhile == null ? sign(whose, clock.millis()) : meanwhile;
                    signed.put(whose, fresh);
                    return fresh.token();
                });
    }

    private Signed known(Whose whose) {
        Signed known = signed.getIfPresent(whose);
        return known == null || known.until() <= clock.millis() ? null : known;
    }

    private Signed sign(Whose whose, long now) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(whose.audience())
                .issueTime(new Date(now))
                .expirationTime(new Date(now + whose.lifetime()))
                .jwtID(UUID.randomUUID().toString());
        Identity identity = whose.identity();
        if (identity != null) {
            claims.subject(identity.user())
                    .claim("sub_iss", identity.issuer())
                    .claim("roles", identity.roles().stream().toList())
                    .claim("scope", String.join(" ", identity.scopes()));
        }
        return new Signed(keys.sign(claims.build()), now + whose.lifetime() / 2);
    }

    /** Gives the requests of one route their tokens. */
    final class Giver {
        private final List<String> audience;
        private final CharSequence field;
        private final boolean isAuthorization;
        private final long lifetime;

        private Giver(ServiceTokenUse use) {
            audience = use.audience() == null ? null : List.of(use.audience());
            field = use.header() == null ? FIELD : HttpHeaders.createOptimized(use.header());
            isAuthorization = HttpHeaders.AUTHORIZATION.toString().equalsIgnoreCase(field.toString());
            lifetime = (use.lifetime() == null ? LIFETIME : use.lifetime()).toMillis();
        }

        /**
         * The token of a client's requests on a route.
         *
         * @param identity null for nobody
         */
        Future<String> token(Identity identity, Route route) {
            List<String> whom = audience == null
                    ? route.allTargets().map(Target::service).distinct().toList()
                    : audience;
            return ServiceTokens.this.token(new Whose(identity, whom, lifetime));
        }

        void write(String token, MultiMap headers) {
            headers.set(field, isAuthorization ? "Bearer " + token : token);
        }
    }
}
