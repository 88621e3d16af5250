package io.lotse.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.health.HealthStatus;

/**
 * Judges what a health endpoint answers. The HTTP status decides; the {@code status} field of a JSON body, as Spring
 * Actuator, MicroProfile Health and application/health+json write it, can only make the verdict worse.
 */
final class HealthAnswers {
    private static final String STATUS = "status";
    private static final Set<String> WELL = Set.of("up", "pass", "passing", "ok", "healthy");
    private static final Set<String> WARNED = Set.of("warn", "warning", "degraded");
    private static final Set<String> ILL =
            Set.of("down", "fail", "failed", "failing", "error", "critical", "unhealthy", "out_of_service");
    private static final int LONGEST_QUOTE = 120;
    private static final int MOST_PARTS = 5;

    private HealthAnswers() {}

    static Verdict judge(Answer answer) {
        if (answer.isRedirect()) {
            return new Verdict(
                    HealthStatus.DOWN,
                    "answered " + answer.status() + " to " + quote(answer.location())
                            + ": redirects are not followed, register the path that answers itself");
        }
        if (answer.cut()) {
            return new Verdict(
                    byStatus(answer),
                    "answered " + answer.status() + " with a body of more than " + HealthProbe.BODY_LIMIT / 1024
                            + " KiB: judged by the HTTP status alone");
        }
        JsonObject json = json(answer.body());
        if (json == null) {
            return new Verdict(byStatus(answer), "answered " + answer.status() + hint(answer.status()));
        }
        return judge(answer, json);
    }

    private static Verdict judge(Answer answer, JsonObject json) {
        Object status = json.getValue(STATUS);
        if (!(status instanceof String word)) {
            return new Verdict(byStatus(answer), "answered " + answer.status() + hint(answer.status()));
        }
        HealthStatus said = meaning(word);
        String detail = "answered " + answer.status() + ", status " + quote(word) + parts(json);
        if (said == HealthStatus.UNKNOWN) {
            return new Verdict(byStatus(answer), detail + ", a word that is not understood: judged by the HTTP status");
        }
        return new Verdict(answer.isSuccess() ? said : HealthStatus.DOWN, detail);
    }

    private static HealthStatus byStatus(Answer answer) {
        return answer.isSuccess() ? HealthStatus.UP : HealthStatus.DOWN;
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 -> ": let the health check in without credentials";
            case 404, 405, 501 -> ": see whether health_path is right";
            default -> "";
        };
    }

    /** Unknown for a word that none of the three formats uses. */
    private static HealthStatus meaning(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (WELL.contains(lower)) {
            return HealthStatus.UP;
        }
        if (WARNED.contains(lower)) {
            return HealthStatus.DEGRADED;
        }
        return ILL.contains(lower) ? HealthStatus.DOWN : HealthStatus.UNKNOWN;
    }

    /** Null if the body is no JSON object. */
    private static JsonObject json(Buffer body) {
        try {
            return body.length() == 0 ? null : new JsonObject(body);
        } catch (DecodeException | ClassCastException notJson) {
            return null;
        }
    }

    /** The parts that are not well: Spring's components, MicroProfile's list of checks, health+json's map of lists. */
    private static String parts(JsonObject json) {
        List<String> unwell = new ArrayList<>();
        collect(null, json.getValue("components"), unwell);
        collect(null, json.getValue("checks"), unwell);
        return unwell.isEmpty() ? "" : " because of " + String.join(", ", unwell);
    }

    private static void collect(String name, Object part, List<String> unwell) {
        if (part instanceof JsonArray list) {
            list.forEach(each -> collect(name, each, unwell));
        } else if (part instanceof JsonObject object) {
            collectObject(name, object, unwell);
        }
    }

    private static void collectObject(String name, JsonObject object, List<String> unwell) {
        if (object.getValue(STATUS) instanceof String word) {
            String called = object.getValue("name") instanceof String own ? own : name;
            HealthStatus meaning = meaning(word);
            boolean ill = meaning == HealthStatus.DOWN || meaning == HealthStatus.DEGRADED;
            if (ill && called != null && unwell.size() < MOST_PARTS) {
                unwell.add(quote(called) + " " + quote(word));
            }
        } else if (name == null) {
            for (Map.Entry<String, Object> each : object) {
                collect(each.getKey(), each.getValue(), unwell);
            }
        }
    }

    /** Foreign text, fit for a log line and not longer than one. */
    static String quote(String foreign) {
        if (foreign == null) {
            return "nowhere";
        }
        String clipped = foreign.length() > LONGEST_QUOTE ? foreign.substring(0, LONGEST_QUOTE) + "..." : foreign;
        return clipped.replaceAll("\\p{Cntrl}", " ");
    }
}
