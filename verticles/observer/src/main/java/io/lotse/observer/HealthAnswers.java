package io.lotse.observer;

import java.util.List;
import java.util.stream.Collectors;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;

/**
 * Judges what a health endpoint answers. The HTTP status decides; the status of a JSON body, in whichever
 * {@link HealthFormat} it is written, can only make the verdict worse.
 */
final class HealthAnswers {
    private static final int MOST_PARTS = 5;

    private HealthAnswers() {}

    /** @param expected whether the HTTP status is one of those of a well instance */
    static Reading judge(Answer answer, boolean expected) {
        if (answer.isRedirect() && !expected) {
            return new Reading(
                    HealthStatus.DOWN,
                    "answered " + answer.status() + " to " + Foreign.quote(answer.location())
                            + ": redirects are not followed, register the path that answers itself");
        }
        if (answer.cut()) {
            return new Reading(
                    byStatus(expected),
                    "answered " + answer.status() + " with a body of more than " + HttpAsk.BODY_LIMIT / 1024
                            + " KiB: judged by the HTTP status alone");
        }
        JsonObject json = json(answer.body());
        if (json == null) {
            return new Reading(byStatus(expected), "answered " + answer.status() + hint(answer.status(), expected));
        }
        return judge(answer, expected, HealthFormat.normal(json));
    }

    private static Reading judge(Answer answer, boolean expected, NormalHealth health) {
        Vitals vitals = health.vitals().equals(Vitals.NONE) ? null : health.vitals();
        if (health.word() == null) {
            return new Reading(
                    byStatus(expected), "answered " + answer.status() + hint(answer.status(), expected), vitals);
        }
        String detail = "answered " + answer.status() + ", status " + health.word() + because(health.parts());
        if (health.status() == HealthStatus.UNKNOWN) {
            return new Reading(
                    byStatus(expected), detail + ", a word that is not understood: judged by the HTTP status", vitals);
        }
        return new Reading(expected ? health.status() : HealthStatus.DOWN, detail, vitals);
    }

    private static HealthStatus byStatus(boolean expected) {
        return expected ? HealthStatus.UP : HealthStatus.DOWN;
    }

    private static String hint(int status, boolean expected) {
        return expected
                ? ""
                : switch (status) {
                    case 401, 403 -> ": let the health check in without credentials";
                    case 404, 405, 501 -> ": see whether health_path is right";
                    default -> "";
                };
    }

    /** Null if the body is no JSON object. */
    private static JsonObject json(Buffer body) {
        try {
            return body.length() == 0 ? null : new JsonObject(body);
        } catch (DecodeException | ClassCastException notJson) {
            return null;
        }
    }

    /** The parts that are not well, and why. */
    private static String because(List<Part> parts) {
        String unwell = parts.stream()
                .filter(Part::isUnwell)
                .limit(MOST_PARTS)
                .map(part ->
                        part.name() + " " + part.word() + (part.detail() == null ? "" : " (" + part.detail() + ")"))
                .collect(Collectors.joining(", "));
        return unwell.isEmpty() ? "" : " because of " + unwell;
    }
}
