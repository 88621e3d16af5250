package io.lotse.contracts.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** The state of the circuit to an instance. */
@Doc("The state of the circuit to an instance.")
public enum CircuitState {
    /** Requests go there. */
    @JsonProperty("closed")
    CLOSED,
    /** None does. */
    @JsonProperty("open")
    OPEN,
    /** One does, for a trial. */
    @JsonProperty("half-open")
    HALF_OPEN
}
