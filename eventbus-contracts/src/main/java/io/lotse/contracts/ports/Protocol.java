package io.lotse.contracts.ports;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** The transport that a port is of. */
@Doc("The transport that a port is of.")
public enum Protocol {
    @JsonProperty("tcp")
    TCP("tcp"),
    @JsonProperty("udp")
    UDP("udp");

    private final String wireName;

    Protocol(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON and in keys. */
    public String wireName() {
        return wireName;
    }
}
