package io.lotse.contracts.reports;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What became of a recommendation that was applied. */
@Doc("What became of a recommendation that was applied.")
public enum EffectOutcome {
    /** Better than before, beyond chance. */
    @JsonProperty("better")
    BETTER("better"),
    /** Worse than before, beyond chance. */
    @JsonProperty("worse")
    WORSE("worse"),
    /** Enough was measured, and there is no difference that counts. */
    @JsonProperty("no_difference")
    NO_DIFFERENCE("no_difference"),
    /** Too little was measured to say. */
    @JsonProperty("too_little_data")
    TOO_LITTLE_DATA("too_little_data");

    private final String wireName;

    EffectOutcome(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
