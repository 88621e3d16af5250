package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What an alert is about. */
@Doc("What an alert is about.")
public enum AlertKind {
    /** An instance is down, or its heartbeats stopped. */
    @JsonProperty("instance_down")
    INSTANCE_DOWN("instance_down"),
    /** A node left without being stopped. */
    @JsonProperty("node_gone")
    NODE_GONE("node_gone"),
    /** A node does not reach all of the network. */
    @JsonProperty("network")
    NETWORK("network"),
    /** A figure is beyond its threshold. */
    @JsonProperty("threshold")
    THRESHOLD("threshold"),
    /** The observer found something wrong. */
    @JsonProperty("verdict")
    VERDICT("verdict"),
    /** A gateway sends an instance nothing, for it failed too often. */
    @JsonProperty("circuit_open")
    CIRCUIT_OPEN("circuit_open"),
    /** Another program told of it, such as Prometheus. */
    @JsonProperty("external")
    EXTERNAL("external");

    private final String wireName;

    AlertKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
