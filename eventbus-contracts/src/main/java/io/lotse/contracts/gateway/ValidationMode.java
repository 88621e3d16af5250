package io.lotse.contracts.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What becomes of a request that the service's OpenAPI document does not allow. */
@Doc("What becomes of a request that the service's OpenAPI document does not allow.")
public enum ValidationMode {
    /** It is refused. */
    @JsonProperty("enforce")
    ENFORCE,
    /** It goes on, and the node's log tells of it. */
    @JsonProperty("warn")
    WARN
}
