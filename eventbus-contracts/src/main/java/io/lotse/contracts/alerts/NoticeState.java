package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What became of a notice. */
@Doc("What became of a notice.")
public enum NoticeState {
    /** It is to be delivered, and tried again if need be. */
    @JsonProperty("owed")
    OWED("owed"),
    /** The channel took it. */
    @JsonProperty("delivered")
    DELIVERED("delivered"),
    /** It was tried for too long, or too many waited. */
    @JsonProperty("given_up")
    GIVEN_UP("given_up");

    private final String wireName;

    NoticeState(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
