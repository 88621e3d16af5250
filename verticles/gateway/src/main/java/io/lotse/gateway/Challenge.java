package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Says to a client what a route wants to see: {@code WWW-Authenticate} by RFC 6750, 3. */
final class Challenge {
    private static final CharSequence FIELD = HttpHeaders.createOptimized("WWW-Authenticate");

    private final String realm;
    private final String scope;

    /** @param scopes those that the route wants */
    Challenge(String route, List<String> scopes) {
        this.realm = "Bearer realm=\"" + route + '"';
        this.scope = scopes.isEmpty() ? "" : ", scope=\"" + String.join(" ", scopes) + '"';
    }

    /** There were no credentials: nothing is said of a mistake. */
    MultiMap missing() {
        return field(realm + scope);
    }

    /** @param why without quotes */
    MultiMap invalid(String why) {
        return field(realm + ", error=\"invalid_token\", error_description=\"" + why + '"');
    }

    MultiMap insufficient() {
        return field(realm + ", error=\"insufficient_scope\"" + scope);
    }

    private static MultiMap field(String value) {
        return MultiMap.caseInsensitiveMultiMap().set(FIELD, value);
    }
}
