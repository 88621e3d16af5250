package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.UnknownFields;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteSource;

/**
 * Reads the node's file of routes, and again whenever it has changed: YAML or JSON, a list under {@code routes}, and API keys
 * that this node alone knows under {@code api_keys}.
 */
final class RoutesFile {
    private static final long LOOK_MILLIS = 1_000;
    private static final String ROUTES = "routes";
    private static final String API_KEYS = "api_keys";
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final Path file;
    private final DeclaredRoutes declared;
    private final ApiKeys apiKeys;
    private final YAMLMapper mapper = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    /** What the file was when it was read last. */
    private String last;

    /** What the file says. */
    private record Said(List<Declared> routes, List<ApiKey> apiKeys) {}

    RoutesFile(Path file, DeclaredRoutes declared, ApiKeys apiKeys) {
        this.file = file;
        this.declared = declared;
        this.apiKeys = apiKeys;
    }

    /** Reads the file; fails if there is a mistake in it, for a node that starts has nothing to go on with. */
    Future<Void> start(Vertx vertx) {
        return vertx.<Void>executeBlocking(() -> {
                    last = Files.exists(file) ? Files.readString(file) : null;
                    take(read(last));
                    declared.refusal(RouteSource.FILE).ifPresent(why -> {
                        throw new ContractException(ProblemCode.INVALID_REQUEST, why);
                    });
                    return null;
                })
                .onSuccess(v -> vertx.setPeriodic(LOOK_MILLIS, t -> vertx.executeBlocking(this::lookAgain)));
    }

    private synchronized Void lookAgain() {
        try {
            String now = Files.readString(file);
            if (!now.equals(last)) {
                last = now;
                take(read(now));
            }
        } catch (IOException | ContractException e) {
            declared.refuse(
                    RouteSource.FILE, e instanceof IOException ? file + " cannot be read: " + e : e.getMessage());
        }
        return null;
    }

    private void take(Said said) {
        declared.replace(RouteSource.FILE, said.routes());
        if (declared.refusal(RouteSource.FILE).isEmpty()) {
            apiKeys.ofFile(said.apiKeys());
        }
    }

    private Said read(String text) {
        if (text == null) {
            throw new ContractException(ProblemCode.INVALID_REQUEST, file + ": there is no such file");
        }
        List<FieldError> errors = new ArrayList<>();
        List<Declared> routes = new ArrayList<>();
        Map<String, Object> tree = tree(text);
        tree.keySet().stream()
                .filter(k -> !k.equals(ROUTES) && !k.equals(API_KEYS))
                .forEach(k ->
                        errors.add(new FieldError(k, "is unknown here: there are " + ROUTES + " and " + API_KEYS)));
        List<?> list = list(tree, ROUTES, errors);
        for (int i = 0; i < list.size(); i++) {
            route(list.get(i), ROUTES + "[" + i + "]", errors, routes);
        }
        List<ApiKey> keys = new ArrayList<>();
        List<?> keyList = list(tree, API_KEYS, errors);
        for (int i = 0; i < keyList.size(); i++) {
            apiKey(keyList.get(i), API_KEYS + "[" + i + "]", errors, keys);
        }
        if (!errors.isEmpty()) {
            throw new ContractException(ProblemCode.INVALID_REQUEST, file + ": " + RouteCheck.text(errors), errors);
        }
        return new Said(routes, keys);
    }

    private static List<?> list(Map<String, Object> tree, String name, List<FieldError> errors) {
        if (tree.getOrDefault(name, List.of()) instanceof List<?> list) {
            return list;
        }
        errors.add(new FieldError(name, "is no list"));
        return List.of();
    }

    @SuppressWarnings("unchecked")
    private static void apiKey(Object value, String at, List<FieldError> errors, List<ApiKey> keys) {
        if (!(value instanceof Map<?, ?> map)) {
            errors.add(new FieldError(at, "is no API key: give its name and the SHA-256 of its secret"));
            return;
        }
        Map<String, Object> json = (Map<String, Object>) map;
        errors.addAll(UnknownFields.in(json, ApiKey.class, at));
        try {
            ApiKey key = ContractCodec.decode(new JsonObject(json), ApiKey.class);
            ApiKeys.errors(key).forEach(e -> errors.add(new FieldError(at + "." + e.field(), e.message())));
            keys.add(key);
        } catch (ContractException e) {
            e.errors().forEach(m -> errors.add(new FieldError(at + "." + m.field(), m.message())));
        }
    }

    private Map<String, Object> tree(String text) {
        try {
            Map<String, Object> tree = text.isBlank() ? null : mapper.readValue(text, TREE);
            return tree == null ? Map.of() : tree;
        } catch (JsonProcessingException e) {
            throw new ContractException(
                    ProblemCode.INVALID_REQUEST,
                    file + ": is no YAML with a list of routes: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    @SuppressWarnings("unchecked")
    private static void route(Object value, String at, List<FieldError> errors, List<Declared> routes) {
        if (!(value instanceof Map<?, ?> map)) {
            errors.add(new FieldError(at, "is no route: give its name, its match and where it leads"));
            return;
        }
        Map<String, Object> json = (Map<String, Object>) map;
        errors.addAll(UnknownFields.in(json, RouteDefinition.class, at));
        try {
            RouteDefinition definition = ContractCodec.decode(new JsonObject(json), RouteDefinition.class);
            RouteCheck.errors(definition).forEach(e -> errors.add(new FieldError(at + "." + e.field(), e.message())));
            routes.add(new Declared(definition, RouteSource.FILE, 0));
        } catch (ContractException e) {
            e.errors().forEach(m -> errors.add(new FieldError(at + "." + m.field(), m.message())));
        }
    }
}
