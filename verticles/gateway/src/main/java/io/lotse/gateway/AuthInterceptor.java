package io.lotse.gateway;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.ApiKeyUse;
import io.lotse.contracts.gateway.Authentication;

/**
 * Lets in whom a route's policy lets in, and tells its services who that is. What clients say of themselves is removed before any
 * other feature sees the request. A gateway that sent a request on has done all this.
 */
final class AuthInterceptor implements Interceptor {
    private static final CharSequence KEY_FIELD = HttpHeaders.createOptimized("X-API-Key");

    private final String route;
    private final IncomingIdentity incoming;
    /** Null where API keys are not taken. */
    private final ApiKeys keys;

    private final CharSequence keyField;
    /** Null where no issuer is trusted. */
    private final Tokens tokens;

    private final Set<String> roles;
    private final Set<String> scopes;
    private final boolean isOptional;
    private final Challenge challenge;
    /** Null where services are given no token. */
    private final ServiceTokens.Giver serviceTokens;

    /** @param route the route's name, for people */
    AuthInterceptor(String route, Authentication rule, NodeAuth node) {
        this.route = route;
        this.incoming =
                new IncomingIdentity(rule.removeHeaders() == null ? IncomingIdentity.USUAL : rule.removeHeaders());
        this.keys = rule.apiKeys() == null ? null : node.apiKeys();
        this.keyField = rule.apiKeys() == null
                ? null
                : rule.apiKeys().header() == null
                        ? KEY_FIELD
                        : HttpHeaders.createOptimized(rule.apiKeys().header());
        this.tokens = rule.jwt().isEmpty() ? null : node.tokens(rule.jwt());
        this.roles = Set.copyOf(rule.roles());
        this.scopes = Set.copyOf(rule.scopes());
        this.isOptional =
                Boolean.TRUE.equals(rule.optional()) || keys == null && tokens == null && rule.serviceToken() != null;
        this.challenge = new Challenge(route, rule.scopes());
        this.serviceTokens = rule.serviceToken() == null ? null : node.serviceTokens(rule.serviceToken());
    }

    /** Lets in by API keys with this role alone, and believes no other gateway that it did so. */
    static Interceptor byRole(String route, String role, NodeAuth node) {
        Authentication rule = new Authentication(new ApiKeyUse(null), null, List.of(role), null, null, null, null);
        AuthInterceptor auth = new AuthInterceptor(route, rule, node);
        return exchange -> auth.new Pass();
    }

    @Override
    public Interception join(Exchange exchange) {
        return exchange.inbound().fromGateway() ? null : new Pass();
    }

    /** One exchange's way through. */
    private final class Pass implements Interception {
        /** Null for nobody. */
        private Identity identity;
        /** What services are given; null for nothing. */
        private String serviceToken;

        @Override
        public void request(Exchange exchange) {
            MultiMap headers = exchange.inbound().request().headers();
            Future<Identity> verified = identify(headers);
            incoming.removeFrom(headers);
            afterwards(verified, () -> decide(exchange, verified));
        }

        /** Goes on when the future is complete, on this event loop. */
        private static void afterwards(Future<?> future, Runnable next) {
            if (future.isComplete()) {
                next.run();
            } else {
                Context loop = Vertx.currentContext();
                future.onComplete(result -> loop.runOnContext(v -> next.run()));
            }
        }

        private Future<Identity> identify(MultiMap headers) {
            if (keys == null && tokens == null) {
                return Future.succeededFuture(null);
            }
            try {
                Credentials shown = Credentials.of(headers, keyField);
                Identity byKey = keys == null ? null : byKey(shown, headers);
                return byKey != null || tokens == null || shown.token() == null
                        ? Future.succeededFuture(byKey)
                        : tokens.verify(shown.token());
            } catch (BadCredentials e) {
                return Future.failedFuture(e);
            }
        }

        /** A key is of no use to services and does not go on; a token is its issuer's, who may want them to see it. */
        private Identity byKey(Credentials shown, MultiMap headers) {
            if (shown.apiKey() == null) {
                return null;
            }
            headers.remove(keyField);
            if (shown.hasKeyAsToken()) {
                headers.remove(HttpHeaders.AUTHORIZATION);
            }
            Identity found = keys.find(shown.apiKey());
            boolean hasToken = tokens != null && shown.token() != null && !shown.hasKeyAsToken();
            if (found == null && !hasToken) {
                throw new BadCredentials("the API key is unknown, was revoked or has expired");
            }
            return found;
        }

        private void decide(Exchange exchange, Future<Identity> verified) {
            if (verified.failed()) {
                refuse(exchange, verified.cause());
            } else if (verified.result() == null) {
                admitNobody(exchange);
            } else {
                admit(exchange, verified.result());
            }
        }

        private void refuse(Exchange exchange, Throwable cause) {
            if (cause instanceof BadCredentials) {
                exchange.refuse(Refusal.of(
                        ProblemCode.INVALID_CREDENTIALS, cause.getMessage(), challenge.invalid(cause.getMessage())));
            } else if (cause instanceof ContractException e) {
                exchange.refuse(e.code(), e.getMessage());
            } else {
                exchange.refuse(ProblemCode.INTERNAL, "tokens could not be verified or signed: " + cause);
            }
        }

        private void admitNobody(Exchange exchange) {
            if (isOptional) {
                goOn(exchange);
            } else {
                exchange.refuse(Refusal.of(ProblemCode.UNAUTHENTICATED, how(), challenge.missing()));
            }
        }

        private String how() {
            String key = keys == null ? "" : "an API key as Authorization: Bearer or in " + keyField;
            String token = tokens == null ? "" : "a token as Authorization: Bearer";
            String either = !key.isEmpty() && !token.isEmpty() ? ", or " : "";
            return "the route " + route + " lets "
                    + (key.isEmpty() && token.isEmpty()
                            ? "nobody in"
                            : "nobody in without credentials: send " + key + either + token);
        }

        private void admit(Exchange exchange, Identity found) {
            if (!found.scopes().containsAll(scopes)) {
                exchange.refuse(Refusal.of(
                        ProblemCode.INSUFFICIENT_SCOPE,
                        "the route " + route + " wants the scopes " + String.join(" ", scopes),
                        challenge.insufficient()));
            } else if (!roles.isEmpty() && Collections.disjoint(found.roles(), roles)) {
                exchange.refuse(Refusal.of(
                        ProblemCode.INSUFFICIENT_SCOPE,
                        "the route " + route + " wants one of the roles " + String.join(", ", roles),
                        challenge.insufficient()));
            } else {
                identity = found;
                exchange.identify(found);
                goOn(exchange);
            }
        }

        private void goOn(Exchange exchange) {
            if (serviceTokens == null || exchange.route().targets() == null) {
                exchange.proceed();
                return;
            }
            Future<String> token = serviceTokens.token(identity, exchange.route());
            afterwards(token, () -> {
                serviceToken = token.result();
                if (token.failed()) {
                    refuse(exchange, token.cause());
                } else {
                    exchange.proceed();
                }
            });
        }

        /** Anew for each try: what a client's {@code Connection} names was removed from the headers. */
        @Override
        public void outgoing(Exchange exchange, MultiMap headers) {
            if (identity != null) {
                identity.write(headers);
            }
            if (serviceToken != null) {
                serviceTokens.write(serviceToken, headers);
            }
        }
    }
}
