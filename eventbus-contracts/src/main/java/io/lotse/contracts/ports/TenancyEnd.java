package io.lotse.contracts.ports;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Why an instance no longer holds a port. */
@Doc("Why an instance no longer holds a port.")
public enum TenancyEnd {
    /** Its owner gave it back. */
    @JsonProperty("released")
    RELEASED,
    /** Its owner was found to be gone, or an operator took it. */
    @JsonProperty("reclaimed")
    RECLAIMED,
    /** Its owner moved to another port. */
    @JsonProperty("moved")
    MOVED
}
