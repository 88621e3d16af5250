package io.lotse.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import com.nimbusds.jose.JWSAlgorithm;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.gateway.Authentication;
import io.lotse.contracts.gateway.ServiceTokenUse;
import io.lotse.contracts.gateway.TokenIssuer;

/** Finds all mistakes of who may use a route. */
final class AuthCheck {
    private static final Duration LONGEST_LEEWAY = Duration.ofMinutes(5);
    private static final String FIELD_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}";
    /** A scope-token of RFC 6749, 3.3; a role may not have commas, for they stand between roles. */
    private static final String SCOPE = "[!#-\\[\\]-~]{1,128}";

    private static final String ROLE = "[!#-+\\--\\[\\]-~]{1,128}";
    /** Fields that frame or address a message are no credentials. */
    private static final Set<String> OF_MESSAGES =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "expect");

    private final List<FieldError> errors = new ArrayList<>();
    private final String at;

    private AuthCheck(String at) {
        this.at = at;
    }

    /** @param at what the fields' names begin with, such as {@code policy.auth.} */
    static List<FieldError> errors(String at, Authentication rule) {
        AuthCheck check = new AuthCheck(at);
        if (rule != null) {
            check.rule(rule);
        }
        return check.errors;
    }

    /** The mistakes of a list of scopes. */
    static List<FieldError> scopes(String field, List<String> scopes) {
        return tokens(field, scopes, SCOPE, "is no scope: give visible ASCII without '\"' and '\\'");
    }

    /** The mistakes of a list of roles. */
    static List<FieldError> roles(String field, List<String> roles) {
        return tokens(field, roles, ROLE, "is no role: give visible ASCII without ',', '\"' and '\\'");
    }

    private static List<FieldError> tokens(String field, List<String> tokens, String form, String mistake) {
        return tokens.stream()
                .filter(t -> !t.matches(form))
                .map(t -> new FieldError(field, "'" + t + "' " + mistake))
                .toList();
    }

    private void rule(Authentication rule) {
        boolean identifies = rule.apiKeys() != null || !rule.jwt().isEmpty();
        if (!identifies && rule.serviceToken() == null) {
            errors.add(new FieldError(
                    at.substring(0, at.length() - 1), "lets nobody in: give api_keys, jwt or both, or leave it out"));
        }
        if (!identifies && !(rule.roles().isEmpty() && rule.scopes().isEmpty())) {
            wrong("roles", "or scopes are wanted, and nobody can show any: give api_keys, jwt or both");
        }
        if (rule.apiKeys() != null && rule.apiKeys().header() != null) {
            field("api_keys.header", rule.apiKeys().header());
        }
        for (int i = 0; i < rule.jwt().size(); i++) {
            issuer("jwt[" + i + "].", rule.jwt().get(i));
        }
        if (rule.jwt().stream().map(TokenIssuer::issuer).distinct().count()
                < rule.jwt().size()) {
            wrong("jwt", "has the same issuer twice: give its audiences and keys in one");
        }
        errors.addAll(roles(at + "roles", rule.roles()));
        errors.addAll(scopes(at + "scopes", rule.scopes()));
        if (rule.removeHeaders() != null) {
            rule.removeHeaders().forEach(this::removed);
        }
        serviceToken(rule.serviceToken());
    }

    private void issuer(String field, TokenIssuer issuer) {
        if (issuer.issuer() == null || issuer.issuer().isBlank()) {
            wrong(field + "issuer", "is missing: give what the tokens' iss is");
        }
        if (issuer.audiences().isEmpty()) {
            wrong(
                    field + "audiences",
                    "is missing: give what the tokens' aud is, or tokens for anybody else would be taken too");
        }
        long sources = Stream.of(issuer.jwksUrl(), issuer.jwks(), issuer.pem())
                .filter(s -> s != null)
                .count();
        if (sources != 1) {
            wrong(field + "jwks_url", "is one of " + sources + " sources of keys: give one of jwks_url, jwks and pem");
        } else if (issuer.jwksUrl() != null) {
            url(field + "jwks_url", issuer.jwksUrl());
        } else {
            keys(field + (issuer.jwks() == null ? "pem" : "jwks"), issuer);
        }
        Set<JWSAlgorithm> known = new HashSet<>(Tokens.ALGORITHMS);
        issuer.algorithms().stream()
                .filter(a -> !known.contains(JWSAlgorithm.parse(a)))
                .forEach(a -> wrong(
                        field + "algorithms",
                        "'" + a + "' is not taken: give some of "
                                + known.stream()
                                        .map(JWSAlgorithm::getName)
                                        .sorted()
                                        .toList()));
        Duration leeway = issuer.leeway();
        if (leeway != null && (leeway.isNegative() || leeway.compareTo(LONGEST_LEEWAY) > 0)) {
            wrong(field + "leeway", "is no such time: give 0 to " + LONGEST_LEEWAY.toSeconds() + " seconds");
        }
    }

    private void url(String field, String url) {
        try {
            URI uri = new URI(url);
            boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (isHttp && uri.getHost() != null && uri.getUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        wrong(field, "'" + url + "' is no URL: give one such as https://id.example/.well-known/jwks.json");
    }

    private void keys(String field, TokenIssuer issuer) {
        try {
            PublicKeys.of(issuer);
        } catch (IllegalArgumentException e) {
            wrong(field, e.getMessage());
        }
    }

    private void serviceToken(ServiceTokenUse use) {
        if (use == null) {
            return;
        }
        if (use.header() != null) {
            field("service_token.header", use.header());
        }
        if (use.audience() != null && use.audience().isBlank()) {
            wrong("service_token.audience", "is empty: give one, or leave it out for the service's name");
        }
        Duration lifetime = use.lifetime();
        if (lifetime != null
                && (lifetime.compareTo(Duration.ofSeconds(1)) < 0
                        || lifetime.compareTo(SigningKeys.LONGEST_LIFETIME) > 0)) {
            wrong(
                    "service_token.lifetime",
                    "is no such time: give 1 to " + SigningKeys.LONGEST_LIFETIME.toSeconds() + " seconds");
        }
    }

    private void removed(String name) {
        String plain = name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
        field("remove_headers", plain);
    }

    private void field(String field, String name) {
        if (!name.matches(FIELD_NAME) || OF_MESSAGES.contains(name.toLowerCase(Locale.ROOT))) {
            wrong(field, "'" + name + "' is no field that this can be: give one such as X-User");
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(at + field, message));
    }
}
