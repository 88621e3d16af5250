package io.lotse.contracts.verdicts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What is wrong. */
@Doc("What is wrong.")
public enum VerdictKind {
    /** An instance holds more and more memory. */
    @JsonProperty("memory_leak")
    MEMORY_LEAK("memory_leak"),
    /** A version answers more slowly than the one before. */
    @JsonProperty("latency_regression")
    LATENCY_REGRESSION("latency_regression"),
    /** A service is slow because of one that it depends on. */
    @JsonProperty("bottleneck")
    BOTTLENECK("bottleneck"),
    /** A resource is used up, and requests wait for it. */
    @JsonProperty("saturation")
    SATURATION("saturation"),
    /** An instance goes down and comes back again and again. */
    @JsonProperty("flapping")
    FLAPPING("flapping"),
    /** A figure is not what it was at this hour on any day before. */
    @JsonProperty("anomaly")
    ANOMALY("anomaly");

    private final String wireName;

    VerdictKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
