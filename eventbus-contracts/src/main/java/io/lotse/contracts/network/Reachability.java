package io.lotse.contracts.network;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Whether something can be reached over the network. */
@Doc("Whether something can be reached over the network.")
public enum Reachability {
    /** Not tried often enough to say. */
    @JsonProperty("unknown")
    UNKNOWN("unknown"),
    /** It can be reached. */
    @JsonProperty("online")
    ONLINE("online"),
    /** It can be reached but is not well; of the whole network: a part of it cannot be reached. */
    @JsonProperty("degraded")
    DEGRADED("degraded"),
    /** It cannot be reached. */
    @JsonProperty("offline")
    OFFLINE("offline");

    private final String wireName;

    Reachability(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
