package io.lotse.environments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Template;
import io.lotse.contracts.environments.TemplateApplication;
import io.lotse.contracts.environments.TemplateParameter;
import io.lotse.contracts.environments.Templates;

/** The templates that Lotse comes with, files beside this class. */
final class TemplateStore {
    /** Their names, which are the files' too. */
    static final List<String> NAMES = List.of("shared-test-host", "single-machine", "three-nodes");

    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z0-9_]+)}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._:/-]{1,200}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Map<String, JsonObject> templates = new TreeMap<>();

    TemplateStore() {
        NAMES.forEach(name -> templates.put(name, read(name)));
    }

    private static JsonObject read(String name) {
        try (InputStream in = TemplateStore.class.getResourceAsStream("templates/" + name + ".json")) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Templates list() {
        return new Templates(
                templates.values().stream().map(TemplateStore::described).toList());
    }

    private static Template described(JsonObject template) {
        return ContractCodec.decode(template, Template.class);
    }

    /**
     * A template with its parameters filled in.
     *
     * @throws ContractException {@link ProblemCode#NOT_FOUND} if there is none of that name;
     *     {@link ProblemCode#INVALID_REQUEST} for a parameter that it does not have, or a value that cannot be one
     */
    JsonObject filled(TemplateApplication asked) {
        JsonObject template = asked.name() == null ? null : templates.get(asked.name());
        if (template == null) {
            throw new ContractException(
                    ProblemCode.NOT_FOUND,
                    "there is no template " + asked.name() + ": there is " + String.join(", ", templates.keySet()));
        }
        Map<String, String> values = new TreeMap<>();
        for (TemplateParameter parameter : described(template).parameters()) {
            values.put(parameter.name(), parameter.byDefault());
        }
        asked.parameters().forEach((name, value) -> {
            if (!values.containsKey(name)) {
                throw ContractException.invalid(
                        "parameters." + name,
                        "is no parameter of " + asked.name() + ": it has " + String.join(", ", values.keySet()));
            }
            if (!VALUE.matcher(value).matches()) {
                throw ContractException.invalid(
                        "parameters." + name,
                        "'" + value + "' is not allowed: give letters, digits, '.', '_', ':', '/' or '-'");
            }
            values.put(name, value);
        });
        return (JsonObject) fill(template, values);
    }

    private static Object fill(Object json, Map<String, String> values) {
        if (json instanceof JsonObject object) {
            JsonObject filled = new JsonObject();
            object.forEach(field -> filled.put(field.getKey(), fill(object.getValue(field.getKey()), values)));
            return filled;
        }
        if (json instanceof JsonArray array) {
            JsonArray filled = new JsonArray();
            for (int i = 0; i < array.size(); i++) {
                filled.add(fill(array.getValue(i), values));
            }
            return filled;
        }
        return json instanceof String text ? text(text, values) : json;
    }

    /** What is a number and nothing else becomes one. */
    private static Object text(String text, Map<String, String> values) {
        String filled = PLACE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(values.get(m.group(1))));
        boolean whole = PLACE.matcher(text).matches();
        return whole && NUMBER.matcher(filled).matches() ? (Object) Integer.valueOf(filled) : filled;
    }
}
