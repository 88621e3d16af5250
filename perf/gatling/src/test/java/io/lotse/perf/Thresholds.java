package io.lotse.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatling.javaapi.core.Assertion;

import static io.gatling.javaapi.core.CoreDsl.details;

/**
 * What is fast enough.
 *
 * @param limits by journey, or by {@code journey / request}, as they are named in the report
 */
record Thresholds(Map<String, Limit> limits) {
    private static final String SEPARATOR = " / ";

    Thresholds {
        limits = new LinkedHashMap<>(limits);
    }

    /**
     * What a journey or a request must keep.
     *
     * @param p95Millis 95 of 100 take no longer; a journey takes the sum of its requests
     * @param p99Millis 99 of 100 take no longer
     * @param failedPercent no more than so many of 100 fail
     */
    record Limit(
            @JsonProperty(value = "p95_ms", required = true) int p95Millis,
            @JsonProperty(value = "p99_ms", required = true) int p99Millis,
            @JsonProperty(value = "failed_percent", required = true) double failedPercent) {
        Limit {
            if (p95Millis < 1 || p99Millis < p95Millis || failedPercent < 0 || failedPercent > 100) {
                throw new IllegalArgumentException(
                        "a limit wants 1 <= p95_ms <= p99_ms and failed_percent of 0 to 100");
            }
        }
    }

    /** Reads them; a file that cannot be read, or that lacks a figure, throws {@link UncheckedIOException}. */
    static Thresholds read(Path file) {
        try {
            return new Thresholds(
                    new ObjectMapper().readValue(file.toFile(), new TypeReference<Map<String, Limit>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("the thresholds " + file.toAbsolutePath() + " cannot be read", e);
        }
    }

    List<Assertion> assertions() {
        return limits.entrySet().stream()
                .flatMap(entry -> assertions(entry.getKey().split(SEPARATOR), entry.getValue()))
                .toList();
    }

    private static Stream<Assertion> assertions(String[] path, Limit limit) {
        return Stream.of(
                details(path).responseTime().percentile(95).lte(limit.p95Millis()),
                details(path).responseTime().percentile(99).lte(limit.p99Millis()),
                details(path).failedRequests().percent().lte(limit.failedPercent()));
    }
}
