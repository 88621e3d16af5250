package io.lotse.perf;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A load over time; what befalls the mesh meanwhile, {@code perf/run} does. */
enum Journey {
    /** Everything at once, at constant rates. */
    STEADY,
    /** Many more requests for a third of the time. */
    SPIKE,
    /** As steady, for long. */
    SOAK,
    /** A node is ended by kill -9. */
    NODE_KILLED,
    /** Every node is stopped and started again, one after the other. */
    ROLLING_RESTART;

    /** As the command line and {@code observer_config.json} name it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Journey of(String wireName) {
        return Arrays.stream(values())
                .filter(journey -> journey.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no journey " + wireName + ": there are "
                        + Arrays.stream(values()).map(Journey::wireName).collect(Collectors.joining(", "))));
    }

    List<Activity> activities(Settings settings) {
        return switch (this) {
            case STEADY, SOAK ->
                List.of(
                        RegisterActivity.of(settings),
                        GatewayActivity.through(settings),
                        GatewayActivity.straight(settings),
                        EventActivity.of(settings));
            case SPIKE -> GatewayActivity.spike(settings);
            case NODE_KILLED, ROLLING_RESTART -> List.of(GatewayActivity.persistent(settings));
        };
    }
}
