package io.lotse.perf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a run is told, by system properties.
 *
 * @param control the control APIs of the mesh's nodes
 * @param gateways the gateways of the mesh's nodes
 * @param straight where the instances of the service are reached without the mesh; empty for nowhere
 * @param service the name of the service that is called through the gateway
 * @param warmUp how long the same is done before, unmeasured
 * @param duration how long is measured
 * @param rates how often a second each journey begins
 * @param thresholds the file that decides
 */
record Settings(
        List<String> control,
        List<String> gateways,
        List<String> straight,
        String service,
        Duration warmUp,
        Duration duration,
        Rates rates,
        Path thresholds) {

    private static final String PREFIX = "lotse.";

    /**
     * Journeys a second; 0 leaves a journey out.
     *
     * @param register registrations, each looked up, kept alive once and withdrawn
     * @param gateway requests through the gateway, and as many straight to the service
     * @param event listeners, each of which hears three events
     */
    record Rates(double register, double gateway, double event) {}

    static Settings ofSystemProperties() {
        return new Settings(
                urls("control", "http://127.0.0.1:8010"),
                urls("gateway", "http://127.0.0.1:8000"),
                urls("straight", ""),
                text("service", "perf-hello"),
                Duration.ofSeconds(Long.getLong(PREFIX + "warm-up", 8)),
                Duration.ofSeconds(Long.getLong(PREFIX + "duration", 25)),
                new Rates(rate("register", 5), rate("gateway", 100), rate("event", 5)),
                Path.of(text("thresholds", "../thresholds.json")));
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
