package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What becomes of an alert now. */
@Doc("What becomes of an alert now.")
public enum AlertStatus {
    /** It holds, and is told. */
    @JsonProperty("firing")
    FIRING("firing"),
    /** It holds, and somebody looks after it. */
    @JsonProperty("acknowledged")
    ACKNOWLEDGED("acknowledged"),
    /** It holds, and nobody is told while the silence lasts. */
    @JsonProperty("silenced")
    SILENCED("silenced"),
    /** It holds, and another alert explains it. */
    @JsonProperty("inhibited")
    INHIBITED("inhibited"),
    /** It holds no more. */
    @JsonProperty("resolved")
    RESOLVED("resolved");

    private final String wireName;

    AlertStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
