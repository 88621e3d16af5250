package io.lotse.contracts.health;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How an instance is, as its health check tells. */
@Doc("How an instance is, as its health check tells.")
public enum HealthStatus {
    /** It answers and says that it is well. */
    @JsonProperty("up")
    UP("up"),
    /** It answers, but says that something is not as it should be; it may get requests. */
    @JsonProperty("degraded")
    DEGRADED("degraded"),
    /** It did not answer, or said that it is down, several times in a row. */
    @JsonProperty("down")
    DOWN("down"),
    /** Nobody knows: it has no health check, or was not checked yet or not lately. */
    @JsonProperty("unknown")
    UNKNOWN("unknown");

    private final String wireName;

    HealthStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
