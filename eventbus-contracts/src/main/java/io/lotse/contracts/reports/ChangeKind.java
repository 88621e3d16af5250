package io.lotse.contracts.reports;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What a recommendation changes. */
@Doc("What a recommendation changes.")
public enum ChangeKind {
    /** The program, or its version. */
    @JsonProperty("code")
    CODE("code"),
    /** A service that is waited for. */
    @JsonProperty("dependency")
    DEPENDENCY("dependency"),
    /** A pool of connections or threads. */
    @JsonProperty("pool")
    POOL("pool"),
    /** How long is waited. */
    @JsonProperty("time_out")
    TIME_OUT("time_out"),
    /** More instances. */
    @JsonProperty("replicas_up")
    REPLICAS_UP("replicas_up"),
    /** Fewer instances. */
    @JsonProperty("replicas_down")
    REPLICAS_DOWN("replicas_down"),
    /** The memory that may be used. */
    @JsonProperty("memory_limit")
    MEMORY_LIMIT("memory_limit"),
    /** How an instance is checked. */
    @JsonProperty("health_check")
    HEALTH_CHECK("health_check"),
    /** The machine or what runs the process. */
    @JsonProperty("host")
    HOST("host"),
    /** Nothing yet: somebody has to look. */
    @JsonProperty("look")
    LOOK("look");

    private final String wireName;

    ChangeKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
