package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;

/** A file of routes as it is sent to a node, which knows what is right. */
final class RouteFile {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final String file;

    /** @param file its path; {@code -} for the standard input */
    RouteFile(String file) {
        this.file = file;
    }

    /** @throws Refusal if it cannot be read or is no YAML */
    JsonObject read() {
        try {
            Map<String, Object> tree = new YAMLMapper().readValue(text(), TREE);
            return tree == null ? new JsonObject() : new JsonObject(tree);
        } catch (JsonProcessingException e) {
            throw new Refusal(file + " is no YAML with a list of routes: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": there is no such file");
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read: " + e);
        }
    }

    private String text() throws IOException {
        if (!file.equals("-")) {
            return Files.readString(Path.of(file));
        }
        try (InputStream in = System.in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
