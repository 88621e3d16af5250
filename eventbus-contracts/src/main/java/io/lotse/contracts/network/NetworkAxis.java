package io.lotse.contracts.network;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** A part of the network that can be cut off by itself; each is believed by itself. */
@Doc("A part of the network that can be cut off by itself.")
public enum NetworkAxis {
    /** This host reaches itself. */
    @JsonProperty("loopback")
    LOOPBACK("loopback"),
    /** The local network: its gateway. */
    @JsonProperty("lan")
    LAN("lan"),
    /** Names are resolved. */
    @JsonProperty("dns")
    DNS("dns"),
    /** What lies beyond the local network. */
    @JsonProperty("internet")
    INTERNET("internet"),
    /** What is reached through a tunnel. */
    @JsonProperty("vpn")
    VPN("vpn"),
    /** The API of a Kubernetes cluster. */
    @JsonProperty("kubernetes")
    KUBERNETES("kubernetes"),
    /** The other nodes; that one of them is gone is no outage. */
    @JsonProperty("members")
    MEMBERS("members"),
    /** Anything else. */
    @JsonProperty("other")
    OTHER("other");

    private final String wireName;

    NetworkAxis(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }

    /** Whether it is an outage when nothing of it is reached: another node may simply have been stopped. */
    public boolean canBeOut() {
        return this != MEMBERS;
    }
}
