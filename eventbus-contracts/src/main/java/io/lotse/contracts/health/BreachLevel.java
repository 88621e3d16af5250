package io.lotse.contracts.health;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How far a figure of an instance is from what it should be; each is worse than the one before. */
@Doc("How far a figure of an instance is from what it should be; each is worse than the one before.")
public enum BreachLevel {
    /** As it should be. */
    @JsonProperty("ok")
    OK("ok"),
    /** Above the first limit. */
    @JsonProperty("warning")
    WARNING("warning"),
    /** Above the second limit. */
    @JsonProperty("critical")
    CRITICAL("critical");

    private final String wireName;

    BreachLevel(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
