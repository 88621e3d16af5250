package io.lotse.contracts.verdicts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What makes two windows of time comparable. */
@Doc("What makes two windows of time comparable.")
public enum Match {
    /** About as many requests came. */
    @JsonProperty("load")
    LOAD,
    /** It was the same time of the day. */
    @JsonProperty("hour")
    HOUR,
    /** The one came shortly before the other: nothing better was known. */
    @JsonProperty("nearness")
    NEARNESS
}
