package io.lotse.perf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a run is told, by system properties.
 *
 * @param journey what is done
 * @param control the control APIs of the mesh's nodes
 * @param gateways the gateways of the mesh's nodes
 * @param straight where the instances of the service are reached without the mesh; empty for nowhere
 * @param service the name of the service that is called through the gateway
 * @param warmUp how long the same is done before, unmeasured
 * @param duration how long is measured
 * @param rates how often a second each activity begins
 * @param config the file that decides
 * @param begun a file that is made when the load begins; null for none
 */
record Settings(
        Journey journey,
        List<String> control,
        List<String> gateways,
        List<String> straight,
        String service,
        Duration warmUp,
        Duration duration,
        Rates rates,
        Path config,
        Path begun) {

    private static final String PREFIX = "lotse.";

    /**
     * Activities a second; 0 leaves one out.
     *
     * @param register registrations, each looked up, kept alive once and withdrawn
     * @param gateway requests through the gateway, and as many straight to the service
     * @param spike the same while the spike lasts
     * @param event listeners, each of which hears three events
     */
    record Rates(double register, double gateway, double spike, double event) {}

    static Settings ofSystemProperties() {
        String begun = text("begun", "");
        return new Settings(
                Journey.of(text("journey", "steady")),
                urls("control", "http://127.0.0.1:8010"),
                urls("gateway", "http://127.0.0.1:8000"),
                urls("straight", ""),
                text("service", "perf-hello"),
                Duration.ofSeconds(Long.getLong(PREFIX + "warm-up", 8)),
                Duration.ofSeconds(Long.getLong(PREFIX + "duration", 25)),
                new Rates(rate("register", 5), rate("gateway", 100), rate("spike", 500), rate("event", 5)),
                Path.of(text("config", "../observer_config.json")),
                begun.isEmpty() ? null : Path.of(begun));
    }

    /** How many URLs there are decides nothing: each user takes the next one. */
    private static List<String> urls(String name, String otherwise) {
        return Arrays.stream(text(name, otherwise).split(","))
                .map(url -> url.strip().replaceFirst("/+$", ""))
                .filter(url -> !url.isEmpty())
                .toList();
    }

    private static double rate(String name, double otherwise) {
        return Double.parseDouble(text("rate." + name, Double.toString(otherwise)));
    }

    private static String text(String name, String otherwise) {
        return System.getProperty(PREFIX + name, otherwise);
    }
}
