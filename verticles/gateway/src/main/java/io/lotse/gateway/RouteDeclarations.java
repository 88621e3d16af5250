package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.UnknownFields;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.RouteDefinition;

/**
 * What a file declares to a gateway: a list under {@code routes}, and API keys that this node alone knows under
 * {@code api_keys}.
 *
 * @param routes the routes that could be read
 * @param apiKeys the keys that could be read
 * @param mistakes each mistake; empty if all is right
 */
record RouteDeclarations(List<RouteDefinition> routes, List<ApiKey> apiKeys, List<FieldError> mistakes) {
    private static final String ROUTES = "routes";
    private static final String API_KEYS = "api_keys";

    /**
     * Reads what is declared, with every mistake.
     *
     * @param tree the whole file
     * @param amongSettings whether the file has other keys, too, which are not looked at
     */
    static RouteDeclarations read(Map<String, Object> tree, boolean amongSettings) {
        List<FieldError> mistakes = new ArrayList<>();
        if (!amongSettings) {
            tree.keySet().stream()
                    .filter(key -> !isDeclaration(key))
                    .forEach(key -> mistakes.add(
                            new FieldError(key, "is unknown here: there are " + ROUTES + " and " + API_KEYS)));
        }
        List<RouteDefinition> routes = new ArrayList<>();
        List<?> routeList = list(tree, ROUTES, mistakes);
        for (int i = 0; i < routeList.size(); i++) {
            String at = ROUTES + "[" + i + "]";
            RouteDefinition route = item(routeList.get(i), RouteDefinition.class, at, mistakes);
            if (route != null) {
                addAt(at, RouteCheck.errors(route), mistakes);
                routes.add(route);
            }
        }
        List<ApiKey> keys = new ArrayList<>();
        List<?> keyList = list(tree, API_KEYS, mistakes);
        for (int i = 0; i < keyList.size(); i++) {
            String at = API_KEYS + "[" + i + "]";
            ApiKey key = item(keyList.get(i), ApiKey.class, at, mistakes);
            if (key != null) {
                addAt(at, ApiKeys.errors(key), mistakes);
                keys.add(key);
            }
        }
        if (mistakes.isEmpty()) {
            mistakes.addAll(RouteCheck.errors(routes));
        }
        return new RouteDeclarations(routes, keys, mistakes);
    }

    /** Whether something is declared under this key of a file. */
    static boolean isDeclaration(String key) {
        return Stream.of(ROUTES, API_KEYS).anyMatch(key::equals);
    }

    private static List<?> list(Map<String, Object> tree, String name, List<FieldError> mistakes) {
        if (tree.getOrDefault(name, List.of()) instanceof List<?> list) {
            return list;
        }
        mistakes.add(new FieldError(name, "is no list"));
        return List.of();
    }

    /** Null if it could not be read. */
    @SuppressWarnings("unchecked")
    private static <T extends Record> T item(Object value, Class<T> type, String at, List<FieldError> mistakes) {
        if (!(value instanceof Map<?, ?> map)) {
            mistakes.add(new FieldError(
                    at,
                    type == ApiKey.class
                            ? "is no API key: give its name and the SHA-256 of its secret"
                            : "is no route: give its name, its match and where it leads"));
            return null;
        }
        Map<String, Object> json = (Map<String, Object>) map;
        mistakes.addAll(UnknownFields.in(json, type, at));
        try {
            return ContractCodec.decode(new JsonObject(json), type);
        } catch (ContractException e) {
            addAt(at, e.errors(), mistakes);
            return null;
        }
    }

    private static void addAt(String at, List<FieldError> found, List<FieldError> mistakes) {
        found.forEach(m -> mistakes.add(new FieldError(at + "." + m.field(), m.message())));
    }
}
