package io.lotse.observer;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.health.Vitals;

/** The structure of {@code health.schema.json}, which Lotse's own nodes answer by; any JSON with a status will do. */
final class UniformFormat implements HealthFormat {

    @Override
    public boolean fits(JsonObject answer) {
        return true;
    }

    @Override
    public NormalHealth read(JsonObject answer) {
        String word = Foreign.text(answer, STATUS);
        Vitals vitals = new Vitals(
                Foreign.share(answer.getValue("cpu")),
                Foreign.whole(answer.getValue("memory_bytes")),
                Foreign.whole(answer.getValue("memory_limit_bytes")),
                Foreign.share(answer.getValue("database_load")),
                Foreign.whole(answer.getValue("queued")),
                Foreign.text(answer, "version"),
                Foreign.seconds(answer.getValue("uptime")));
        List<Part> parts = new ArrayList<>();
        if (answer.getValue("checks") instanceof JsonArray checks) {
            for (Object one : checks) {
                if (one instanceof JsonObject check && parts.size() < NormalHealth.MOST_PARTS) {
                    parts.add(part(check));
                }
            }
        }
        return new NormalHealth(StatusWords.meaning(word), word, vitals, parts);
    }

    private static Part part(JsonObject check) {
        String name = Foreign.text(check, "name");
        String word = Foreign.text(check, STATUS);
        return new Part(name == null ? "check" : name, StatusWords.meaning(word), word, Foreign.text(check, "detail"));
    }
}
