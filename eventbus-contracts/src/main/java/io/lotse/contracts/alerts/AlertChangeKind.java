package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What happened to an alert. */
@Doc("What happened to an alert.")
public enum AlertChangeKind {
    /** It began to hold. */
    @JsonProperty("raised")
    RAISED("raised"),
    /** Its severity rose. */
    @JsonProperty("worse")
    WORSE("worse"),
    /** Its severity fell. */
    @JsonProperty("better")
    BETTER("better"),
    /** It came and went too often: it is held until it has been calm. */
    @JsonProperty("flapping")
    FLAPPING("flapping"),
    /** Nobody acknowledged it in time. */
    @JsonProperty("escalated")
    ESCALATED("escalated"),
    /** It holds no more. */
    @JsonProperty("resolved")
    RESOLVED("resolved");

    private final String wireName;

    AlertChangeKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
