package io.lotse.contracts.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Whether an instance gets requests. */
@Doc("Whether an instance gets requests.")
public enum InstanceStatus {
    /** It gets requests. */
    @JsonProperty("active")
    ACTIVE("active"),
    /** Its heartbeats stopped: it gets no requests, but keeps its port. */
    @JsonProperty("inactive")
    INACTIVE("inactive"),
    /** It is being restarted: it gets no requests, but keeps its port. */
    @JsonProperty("restarting")
    RESTARTING("restarting");

    private final String wireName;

    InstanceStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
