package io.lotse.contracts.reports;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What a report found. */
@Doc("What a report found.")
public enum FindingKind {
    /** Requests take longer than they should, and no verdict explains it. */
    @JsonProperty("slow")
    SLOW("slow"),
    /** A version answers more slowly than the one before. */
    @JsonProperty("latency_regression")
    LATENCY_REGRESSION("latency_regression"),
    /** A service is slow because of one that it depends on. */
    @JsonProperty("bottleneck")
    BOTTLENECK("bottleneck"),
    /** A resource is used up, and requests wait for it. */
    @JsonProperty("saturation")
    SATURATION("saturation"),
    /** Requests fail. */
    @JsonProperty("errors")
    ERRORS("errors"),
    /** An instance does not answer its health checks, or did not for a while. */
    @JsonProperty("down")
    DOWN("down"),
    /** An instance goes down and comes back again and again. */
    @JsonProperty("flapping")
    FLAPPING("flapping"),
    /** An instance holds more and more memory. */
    @JsonProperty("memory_leak")
    MEMORY_LEAK("memory_leak"),
    /** An instance comes close to the memory that it may use. */
    @JsonProperty("memory_limit")
    MEMORY_LIMIT("memory_limit"),
    /** A figure is not what it was at this hour on any day before. */
    @JsonProperty("anomaly")
    ANOMALY("anomaly"),
    /** Requests run into the time-out of their route. */
    @JsonProperty("time_out")
    TIME_OUT("time_out"),
    /** Health checks are about to fail for being slow, or fail while requests are answered. */
    @JsonProperty("health_check")
    HEALTH_CHECK("health_check"),
    /** A figure is above its threshold, and nothing else explains it. */
    @JsonProperty("threshold")
    THRESHOLD("threshold"),
    /** The peak needs more instances than there are. */
    @JsonProperty("too_few_instances")
    TOO_FEW_INSTANCES("too_few_instances"),
    /** The peak and redundancy need fewer instances than there are. */
    @JsonProperty("too_many_instances")
    TOO_MANY_INSTANCES("too_many_instances");

    private final String wireName;

    FindingKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
