package io.lotse.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatling.javaapi.core.Assertion;

import static io.gatling.javaapi.core.CoreDsl.details;

/**
 * What is fast enough.
 *
 * @param limits by row of the report: an activity, or {@code activity / request}
 */
record Thresholds(Map<String, Limit> limits) {
    private static final String SEPARATOR = " / ";

    Thresholds {
        limits = new LinkedHashMap<>(limits);
    }

    /**
     * What a row must keep; null for what it may do as it likes.
     *
     * @param p95Millis 95 of 100 take no longer; an activity takes the sum of its requests
     * @param p99Millis 99 of 100 take no longer
     * @param failedPercent no more than so many of 100 fail
     */
    record Limit(
            @JsonProperty("p95_ms") Integer p95Millis,
            @JsonProperty("p99_ms") Integer p99Millis,
            @JsonProperty("failed_percent") Double failedPercent) {
        Limit {
            if (p95Millis == null && p99Millis == null && failedPercent == null) {
                throw new IllegalArgumentException("a limit wants one or more of p95_ms, p99_ms, failed_percent");
            }
        }
    }

    /** The parts of {@code observer_config.json} that are about load; its others are the observer's. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Config(Map<String, Limit> routes, Map<String, Map<String, Limit>> journeys) {}

    /**
     * Reads what a journey has to keep: what the file says of it, and what it says of the route that is asked.
     *
     * @throws UncheckedIOException if the file cannot be read, or has a mistake there, or holds nothing for the journey
     */
    static Thresholds read(Path file, String journey, String route) {
        try {
            Config config = new ObjectMapper().readValue(file.toFile(), Config.class);
            Map<String, Limit> limits = new LinkedHashMap<>();
            Limit promised = orNone(config.routes()).get(route);
            if (promised != null) {
                limits.put(GatewayActivity.THROUGH, promised);
            }
            limits.putAll(orNone(orNone(config.journeys()).get(journey)));
            if (limits.isEmpty()) {
                throw new IOException("it says nothing of the route " + route + ", nor of the journey " + journey);
            }
            return new Thresholds(limits);
        } catch (IOException e) {
            throw new UncheckedIOException("the thresholds in " + file.toAbsolutePath() + " cannot be read", e);
        }
    }

    private static <V> Map<String, V> orNone(Map<String, V> map) {
        return map == null ? Map.of() : map;
    }

    List<Assertion> assertions() {
        return limits.entrySet().stream()
                .flatMap(entry -> assertions(details(entry.getKey().split(SEPARATOR)), entry.getValue()))
                .toList();
    }

    private static Stream<Assertion> assertions(Assertion.WithPath row, Limit limit) {
        Stream.Builder<Assertion> assertions = Stream.builder();
        if (limit.p95Millis() != null) {
            assertions.add(row.responseTime().percentile(95).lte(limit.p95Millis()));
        }
        if (limit.p99Millis() != null) {
            assertions.add(row.responseTime().percentile(99).lte(limit.p99Millis()));
        }
        if (limit.failedPercent() != null) {
            assertions.add(row.failedRequests().percent().lte(limit.failedPercent()));
        }
        return assertions.build();
    }
}
