package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How bad it is; each is worse than the one before. */
@Doc("How bad it is; each is worse than the one before.")
public enum AlertSeverity {
    /** Worth knowing. */
    @JsonProperty("info")
    INFO("info"),
    /** To be looked at soon. */
    @JsonProperty("warning")
    WARNING("warning"),
    /** To be looked at now. */
    @JsonProperty("critical")
    CRITICAL("critical");

    private final String wireName;

    AlertSeverity(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
