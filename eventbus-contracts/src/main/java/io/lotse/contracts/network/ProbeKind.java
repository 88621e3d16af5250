package io.lotse.contracts.network;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How a target is tried. */
@Doc("How a target is tried.")
public enum ProbeKind {
    /** A connection is made and closed. */
    @JsonProperty("tcp")
    TCP,
    /** An answer to a GET is awaited. */
    @JsonProperty("http")
    HTTP,
    /** A name is asked of a DNS server. */
    @JsonProperty("dns")
    DNS,
    /** An echo is awaited; where the node may send none, that its host accepts or refuses a connection. */
    @JsonProperty("icmp")
    ICMP
}
