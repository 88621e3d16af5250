package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * What a request has to show.
 *
 * @param token of {@code Authorization: Bearer}; null for none
 * @param key what stands in the field for API keys; null for nothing
 */
record Credentials(String token, String key) {
    private static final String BEARER = "bearer ";

    /**
     * Takes them out of a request.
     *
     * @param keyField the field for API keys; null if none are taken
     * @throws BadCredentials if they stand there twice, for nobody knows which a service would read
     */
    static Credentials of(MultiMap headers, CharSequence keyField) {
        String authorization = one(headers, HttpHeaders.AUTHORIZATION);
        boolean isBearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return new Credentials(
                isBearer ? authorization.substring(BEARER.length()).strip() : null,
                keyField == null ? null : one(headers, keyField));
    }

    private static String one(MultiMap headers, CharSequence name) {
        if (!headers.contains(name)) {
            return null;
        }
        List<String> all = headers.getAll(name);
        if (all.size() > 1) {
            throw new BadCredentials("the request has " + name + " " + all.size() + " times: send it once");
        }
        return all.get(0);
    }

    /** The API key, wherever it stands; null for none. */
    String apiKey() {
        return key == null && hasKeyAsToken() ? token : key;
    }

    /** Whether the token is an API key. */
    boolean hasKeyAsToken() {
        return token != null && token.startsWith(ApiKeys.PREFIX);
    }
}
