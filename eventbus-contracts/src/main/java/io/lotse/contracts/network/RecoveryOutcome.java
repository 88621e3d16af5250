package io.lotse.contracts.network;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What became of an instance that an outage had put down. */
@Doc("What became of an instance that an outage had put down.")
public enum RecoveryOutcome {
    /** It came back and nobody had to do anything. */
    @JsonProperty("by_itself")
    BY_ITSELF("by_itself"),
    /** It was restarted and is well. */
    @JsonProperty("restarted")
    RESTARTED("restarted"),
    /** It is still down: the detail says why. */
    @JsonProperty("failed")
    FAILED("failed");

    private final String wireName;

    RecoveryOutcome(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
