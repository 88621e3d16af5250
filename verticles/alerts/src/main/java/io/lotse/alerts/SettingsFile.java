package io.lotse.alerts;

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
    private Seen last = new Seen(null, null);

    /**
     * What the file was when it was looked at.
     *
     * @param text null for no file, or one that could not be read
     * @param fault why it could not be read; null if it could
     */
    private record Seen(String text, String fault) {}

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
        Seen now = see();
        if (!now.equals(last)) {
            last = now;
            take(now);
        }
        return null;
    }

    private Seen see() {
        try {
            return new Seen(Files.exists(file) ? text() : null, null);
        } catch (IOException e) {
            return new Seen(null, file + " cannot be read: " + e.getMessage());
        }
    }

    private void take(Seen seen) {
        if (seen.fault() != null) {
            store.refuse(seen.fault());
            return;
        }
        try {
            store.ofFile(seen.text() == null ? null : read(seen.text()));
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
