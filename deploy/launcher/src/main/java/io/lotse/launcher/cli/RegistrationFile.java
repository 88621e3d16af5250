package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A list of registrations in a file, as JSON or YAML; JSON is YAML. */
final class RegistrationFile {
    private RegistrationFile() {}

    /**
     * The body of a batch.
     *
     * @throws Refusal that says what is wrong with the file
     */
    static JsonObject read(Path file) {
        JsonNode tree = parse(file);
        JsonNode list = tree.isObject() ? tree.path("registrations") : tree;
        if (!list.isArray()) {
            throw new Refusal(
                    file + " holds no list of registrations: write each as \"- service_name: orders\" and what belongs"
                            + " to it");
        }
        return new JsonObject().put("registrations", new JsonArray(list.toString()));
    }

    private static JsonNode parse(Path file) {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new Refusal(file + " is not there: give the file with the registrations");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new Refusal(file + ":" + line + " is neither JSON nor YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse("it ends too early"));
        } catch (CharacterCodingException e) {
            throw new Refusal(file + " is no text in UTF-8");
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read: " + e.getMessage());
        }
    }
}
