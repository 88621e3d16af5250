package io.lotse.contracts.faults;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How DNS fails (RFC 1035, 4.1.1). */
@Doc("How DNS fails.")
public enum DnsFailure {
    /** The server cannot tell at the moment. */
    @JsonProperty("servfail")
    SERVFAIL,
    /** There is no such name. */
    @JsonProperty("nxdomain")
    NXDOMAIN
}
