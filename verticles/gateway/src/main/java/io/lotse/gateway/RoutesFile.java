package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.RouteSource;

/** Reads the node's file of routes, YAML or JSON, and again whenever it has changed: see {@link RouteDeclarations}. */
final class RoutesFile {
    private static final long LOOK_MILLIS = 1_000;
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final Path file;
    private final boolean amongSettings;
    private final DeclaredRoutes declared;
    private final ApiKeys apiKeys;
    private final YAMLMapper mapper = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    /** What the file was when it was read last. */
    private String last;

    RoutesFile(GatewayConfig.Routes routes, DeclaredRoutes declared, ApiKeys apiKeys) {
        this.file = routes.file();
        this.amongSettings = routes.amongSettings();
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

    private void take(RouteDeclarations said) {
        declared.replace(
                RouteSource.FILE,
                said.routes().stream()
                        .map(route -> new Declared(route, RouteSource.FILE, 0))
                        .toList());
        if (declared.refusal(RouteSource.FILE).isEmpty()) {
            apiKeys.ofFile(said.apiKeys());
        }
    }

    private RouteDeclarations read(String text) {
        if (text == null) {
            throw new ContractException(ProblemCode.INVALID_REQUEST, file + ": there is no such file");
        }
        RouteDeclarations said = RouteDeclarations.read(tree(text), amongSettings);
        if (!said.mistakes().isEmpty()) {
            throw new ContractException(
                    ProblemCode.INVALID_REQUEST, file + ": " + FieldError.text(said.mistakes()), said.mistakes());
        }
        return said;
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
}
