package io.lotse.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.health.Vitals;

/** Spring Boot Actuator's {@code /actuator/health}: components by name, some made of components. It measures nothing. */
final class ActuatorFormat implements HealthFormat {
    private static final String COMPONENTS = "components";
    private static final String DETAILS = "details";
    private static final int DEEPEST = 3;

    @Override
    public boolean fits(JsonObject answer) {
        return Foreign.object(answer, COMPONENTS) != null || answer.containsKey("groups");
    }

    @Override
    public NormalHealth read(JsonObject answer) {
        String word = Foreign.text(answer, STATUS);
        List<Part> parts = new ArrayList<>();
        collect("", answer, parts, 0);
        return new NormalHealth(StatusWords.meaning(word), word, Vitals.NONE, parts);
    }

    private static void collect(String prefix, JsonObject whole, List<Part> parts, int depth) {
        JsonObject components = Foreign.object(whole, COMPONENTS);
        if (components == null || depth == DEEPEST) {
            return;
        }
        for (Map.Entry<String, Object> each : components) {
            if (each.getValue() instanceof JsonObject component && parts.size() < NormalHealth.MOST_PARTS) {
                String name = prefix + Foreign.quote(each.getKey());
                if (component.containsKey(COMPONENTS)) {
                    collect(name + "/", component, parts, depth + 1);
                } else {
                    String word = Foreign.text(component, STATUS);
                    parts.add(new Part(name, StatusWords.meaning(word), word, reason(component)));
                }
            }
        }
    }

    /** Spring's indicators put an exception's text there. */
    private static String reason(JsonObject component) {
        JsonObject details = Foreign.object(component, DETAILS);
        String error = details == null ? null : Foreign.text(details, "error");
        return error != null ? error : Foreign.text(component, "description");
    }
}
