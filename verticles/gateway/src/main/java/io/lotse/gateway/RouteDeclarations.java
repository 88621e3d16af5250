package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.Reading;
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
        // one that cannot be read is null, so that the others keep their numbers
        List<RouteDefinition> routes = items(tree, ROUTES, RouteDefinition.class, RouteCheck::errors, mistakes);
        List<ApiKey> keys = items(tree, API_KEYS, ApiKey.class, ApiKeys::errors, mistakes);
        return new RouteDeclarations(
                present(routes), present(keys), Reading.all(mistakes, RouteCheck.together(routes)));
    }

    /** Whether something is declared under this key of a file. */
    static boolean isDeclaration(String key) {
        return Stream.of(ROUTES, API_KEYS).anyMatch(key::equals);
    }

    private static <T> List<T> present(List<T> items) {
        return items.stream().filter(Objects::nonNull).toList();
    }

    private static <T extends Record> List<T> items(
            Map<String, Object> tree,
            String name,
            Class<T> type,
            Function<T, List<FieldError>> check,
            List<FieldError> mistakes) {
        List<T> items = new ArrayList<>();
        if (tree.getOrDefault(name, List.of()) instanceof List<?> list) {
            for (Object value : list) {
                items.add(item(value, type, name + "[" + items.size() + "]", check, mistakes));
            }
        } else {
            mistakes.add(new FieldError(name, "is no list"));
        }
        return items;
    }

    /** Null if it could not be read. */
    @SuppressWarnings("unchecked")
    private static <T extends Record> T item(
            Object value, Class<T> type, String at, Function<T, List<FieldError>> check, List<FieldError> mistakes) {
        if (!(value instanceof Map<?, ?> map)) {
            mistakes.add(new FieldError(
                    at,
                    type == ApiKey.class
                            ? "is no API key: give its name and the SHA-256 of its secret"
                            : "is no route: give its name, its match and where it leads"));
            return null;
        }
        Reading<T> reading = Reading.of((Map<String, Object>) map, type, at);
        List<FieldError> found = reading.value().map(check).orElse(List.of()).stream()
                .map(m -> new FieldError(at + "." + m.field(), m.message()))
                .toList();
        mistakes.addAll(reading.and(found));
        return reading.value().orElse(null);
    }
}
