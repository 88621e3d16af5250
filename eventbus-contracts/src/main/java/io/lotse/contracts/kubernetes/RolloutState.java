package io.lotse.contracts.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How far a rollout is. */
@Doc("How far a rollout is.")
public enum RolloutState {
    /** It is under way. */
    @JsonProperty("begun")
    BEGUN,
    /** All pods are new and ready. */
    @JsonProperty("ready")
    READY,
    /** It came to nothing, or was given up: the detail says why. */
    @JsonProperty("failed")
    FAILED
}
