package io.lotse.contracts.ports;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What to do when the wished port is taken. */
@Doc("What to do when the wished port is taken.")
public enum ConflictStrategy {
    /** Take the next one that is free. */
    @JsonProperty("next-free")
    NEXT_FREE,
    /** Refuse. */
    @JsonProperty("fail")
    FAIL,
    /** Take any free one. */
    @JsonProperty("random")
    RANDOM,
    /** Ask its holder to leave it, if that has a lower priority; refuse otherwise. */
    @JsonProperty("reassign")
    REASSIGN
}
