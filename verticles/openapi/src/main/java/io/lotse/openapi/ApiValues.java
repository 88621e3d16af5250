package io.lotse.openapi;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import io.lotse.openapi.ApiParameter.Place;

/** The parameters of a request as JSON, by the places where they stand. */
public final class ApiValues {
    private final Map<Place, Map<String, List<String>>> sent = new EnumMap<>(Place.class);
    private final JsonObject values = new JsonObject();

    private ApiValues() {}

    /**
     * @param uri what the service is asked for
     * @throws IllegalArgumentException if the query cannot be decoded
     */
    public static JsonObject of(HttpServerRequest request, String uri, ApiContract.Match match) {
        ApiValues all = new ApiValues();
        for (ApiParameter parameter : match.operation().parameters()) {
            Place place = parameter.place();
            Map<String, List<String>> sent = all.sent.computeIfAbsent(place, p -> read(p, request, uri, match));
            JsonObject into = (JsonObject) all.values.getMap().computeIfAbsent(place.word(), p -> new JsonObject());
            parameter.put(sent, into);
        }
        return all.values;
    }

    private static Map<String, List<String>> read(
            Place place, HttpServerRequest request, String uri, ApiContract.Match match) {
        return switch (place) {
            case PATH -> match.parameters();
            case QUERY -> new QueryStringDecoder(uri).parameters();
            case HEADER -> headers(request.headers());
            case COOKIE -> cookies(request);
        };
    }

    private static Map<String, List<String>> headers(MultiMap headers) {
        Map<String, List<String>> all = new HashMap<>();
        // several fields of a name are one list (RFC 9110, 5.2)
        headers.forEach(field -> all.merge(
                field.getKey().toLowerCase(Locale.ROOT),
                List.of(field.getValue()),
                (before, next) -> List.of(before.get(0) + "," + next.get(0))));
        return all;
    }

    private static Map<String, List<String>> cookies(HttpServerRequest request) {
        Map<String, List<String>> all = new HashMap<>();
        for (Cookie cookie : request.cookies()) {
            all.putIfAbsent(cookie.getName(), Arrays.asList(cookie.getValue()));
        }
        return all;
    }
}
