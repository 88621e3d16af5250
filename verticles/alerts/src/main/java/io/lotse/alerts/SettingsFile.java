package io.lotse.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
import io.lotse.contracts.alerts.AlertSettings;

/** Reads the node's {@code alerts.yaml} at the start and whenever it changes; one with mistakes is not taken. */
final class SettingsFile {
    private static final long LOOK_MILLIS = 1_000;
    private static final long LARGEST_BYTES = 1 << 20;
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final Path file;
    private final SettingsStore store;
    private final YAMLMapper mapper = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    /** What the file was when it was read last; null for none. */
    private String last;

    /** @param file null for none */
    SettingsFile(Path file, SettingsStore store) {
        this.file = file;
        this.store = store;
    }

    /** Goes on looking whether it changes; never fails for what is in it. */
    Future<Void> start(Vertx vertx) {
        if (file == null) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(this::look)
                .onSuccess(v -> vertx.setPeriodic(LOOK_MILLIS, t -> vertx.executeBlocking(this::look)));
    }

    private synchronized Void look() {
        String now;
        try {
            now = Files.exists(file) ? text() : null;
        } catch (IOException e) {
            now = null;
            store.refuse(file + " cannot be read: " + e.getMessage());
        }
        if (!Objects.equals(now, last)) {
            last = now;
            take(now);
        }
        return null;
    }

    private void take(String text) {
        try {
            store.ofFile(text == null ? null : read(text));
        } catch (ContractException e) {
            store.refuse(file + ": " + e.getMessage());
        }
    }

    private String text() throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException("it is larger than " + LARGEST_BYTES + " bytes");
        }
        return Files.readString(file);
    }

    private AlertSettings read(String text) {
        Map<String, Object> tree;
        try {
            tree = text.isBlank() ? Map.of() : mapper.readValue(text, TREE);
        } catch (JsonProcessingException e) {
            throw new ContractException(
                    ProblemCode.INVALID_REQUEST,
                    "is no YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        List<FieldError> errors = new ArrayList<>(UnknownFields.in(tree, AlertSettings.class, ""));
        AlertSettings settings = ContractCodec.decode(new JsonObject(tree), AlertSettings.class);
        errors.addAll(SettingsCheck.errors(settings));
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
        return settings;
    }
}
