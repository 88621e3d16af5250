package io.lotse.contracts.faults;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What a fault does to the requests that it meets. */
@Doc("What a fault does to the requests that it meets.")
public enum FaultKind {
    /** They come late. */
    @JsonProperty("latency")
    LATENCY("latency"),
    /** The bodies of their answers come slowly. */
    @JsonProperty("bandwidth")
    BANDWIDTH("bandwidth"),
    /** They are lost before a service sees them, and get no answer. */
    @JsonProperty("loss")
    LOSS("loss"),
    /** Their connection is reset before a service sees them. */
    @JsonProperty("reset")
    RESET("reset"),
    /** The service gets them; its answers never come. */
    @JsonProperty("half-open")
    HALF_OPEN("half-open"),
    /** They are answered with an error that no service gave. */
    @JsonProperty("error")
    ERROR("error"),
    /** Names in DNS are not found. */
    @JsonProperty("dns")
    DNS("dns");

    private final String wireName;

    FaultKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
