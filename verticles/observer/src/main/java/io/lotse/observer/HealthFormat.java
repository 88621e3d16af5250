package io.lotse.observer;

import java.util.List;

import io.vertx.core.json.JsonObject;

/** A way in which services write how they are. */
interface HealthFormat {
    /** The field that all of them have. */
    String STATUS = "status";

    /** The first that fits reads an answer; the last fits all. */
    List<HealthFormat> ALL =
            List.of(new ActuatorFormat(), new HealthJsonFormat(), new MicroProfileFormat(), new UniformFormat());

    /** Whether the answer is written in this way. */
    boolean fits(JsonObject answer);

    /** The answer in the uniform structure. Whatever is of another kind than the format says is left out. */
    NormalHealth read(JsonObject answer);

    /** An answer in whichever way it is written. */
    static NormalHealth normal(JsonObject answer) {
        for (HealthFormat format : ALL) {
            if (format.fits(answer)) {
                return format.read(answer);
            }
        }
        throw new AssertionError("the last format fits all");
    }
}
