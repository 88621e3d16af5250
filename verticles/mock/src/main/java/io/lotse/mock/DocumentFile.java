package io.lotse.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads an OpenAPI document, YAML or JSON. */
final class DocumentFile {
    private static final int MOST = 16 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML =
            new YAMLMapper(YAMLFactory.builder().loaderOptions(options()).build());

    private DocumentFile() {}

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST);
        return options;
    }

    /** @throws IllegalArgumentException that says in a line why it cannot be read */
    static JsonObject read(Path file) {
        String text = text(file);
        JsonNode tree;
        try {
            tree = (text.stripLeading().startsWith("{") ? JSON : YAML).readTree(text);
        } catch (JacksonException e) {
            String at = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + " ";
            throw wrong(file, at + "is neither YAML nor JSON: " + firstLine(e.getOriginalMessage()));
        } catch (StackOverflowError e) {
            throw wrong(file, "is nested too deeply");
        }
        if (!tree.isObject()) {
            throw wrong(file, "is no OpenAPI document: it has no openapi: 3.x");
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> map = JSON.convertValue(tree, Map.class);
        return new JsonObject(map);
    }

    /** @throws IllegalArgumentException that says in a line why it cannot be read */
    static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST) {
                throw wrong(file, "has " + size + " bytes: " + MOST + " are read at most");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw wrong(file, "there is no such file");
        } catch (IOException e) {
            throw wrong(file, "cannot be read: " + (Files.isDirectory(file) ? "it is a folder" : e.getMessage()));
        }
    }

    static IllegalArgumentException wrong(Path file, String what) {
        return new IllegalArgumentException(file + ": " + what);
    }

    static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
