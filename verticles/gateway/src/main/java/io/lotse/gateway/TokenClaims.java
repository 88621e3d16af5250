package io.lotse.gateway;

import java.text.ParseException;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.nimbusds.jwt.JWTClaimsSet;

import io.lotse.contracts.gateway.TokenIssuer;

/** What the claims of an issuer's tokens must say, and what they say of the client (RFC 7519, 4.1; RFC 8725, 3). */
final class TokenClaims {
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final String ROLES = "roles";
    private static final List<String> SCOPES = List.of("scope", "scp");

    private final Set<String> audiences;
    private final long leewayMillis;
    private final String roles;
    private final List<String> scopes;

    TokenClaims(TokenIssuer issuer) {
        audiences = Set.copyOf(issuer.audiences());
        leewayMillis = (issuer.leeway() == null ? LEEWAY : issuer.leeway()).toMillis();
        roles = issuer.rolesClaim() == null ? ROLES : issuer.rolesClaim();
        scopes = issuer.scopesClaim() == null ? SCOPES : List.of(issuer.scopesClaim());
    }

    /**
     * Looks the claims through.
     *
     * @param now in milliseconds since 1970
     * @throws BadCredentials that says what is wrong
     */
    void check(JWTClaimsSet claims, long now) {
        Date expires = claims.getExpirationTime();
        Date from = claims.getNotBeforeTime();
        Date issued = claims.getIssueTime();
        if (expires == null) {
            throw new BadCredentials("the token has no exp: it would be good for ever");
        }
        if (now >= ends(claims)) {
            throw new BadCredentials("the token has expired");
        }
        if (from != null && from.getTime() - leewayMillis > now) {
            throw new BadCredentials("the token is not good yet");
        }
        if (issued != null && issued.getTime() - leewayMillis > now) {
            throw new BadCredentials("the token was issued in time to come");
        }
        if (claims.getAudience().stream().noneMatch(audiences::contains)) {
            throw new BadCredentials("the token is for another audience");
        }
        if (claims.getSubject() == null || claims.getSubject().isBlank()) {
            throw new BadCredentials("the token has no sub: it says of nobody who it is");
        }
    }

    /** When the token ceases to be good, in milliseconds since 1970. */
    long ends(JWTClaimsSet claims) {
        return claims.getExpirationTime().getTime() + leewayMillis;
    }

    Identity identity(JWTClaimsSet claims) {
        List<String> has = scopes.stream()
                .map(name -> list(claim(claims, name)))
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse(List.of());
        return Identity.ofToken(claims.getSubject(), claims.getIssuer(), list(claim(claims, roles)), has);
    }

    /** A claim by its name, or by the path to one within another. */
    private static Object claim(JWTClaimsSet claims, String path) {
        Object whole = claims.getClaim(path);
        if (whole != null || path.indexOf('.') < 0) {
            return whole;
        }
        Object at = claims.getClaims();
        for (String step : path.split("\\.")) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at;
    }

    /** A list, or a text with spaces between (RFC 8693, 4.2). */
    private static List<String> list(Object claim) {
        if (claim instanceof Collection<?> many) {
            return many.stream().filter(Objects::nonNull).map(Object::toString).toList();
        }
        return claim instanceof String text && !text.isBlank()
                ? List.of(text.strip().split("\\s+"))
                : List.of();
    }

    /** The claims of a token whose signature nobody has looked at yet. */
    static JWTClaimsSet of(com.nimbusds.jwt.SignedJWT token) {
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new BadCredentials("the token's claims cannot be read");
        }
    }
}
