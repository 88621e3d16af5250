package io.lotse.contracts.health;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Who says a threshold. */
@Doc("Who says it: what Lotse comes with, the file of the node that answers, or the mesh's settings in the ledger.")
public enum ThresholdSource {
    @JsonProperty("built-in")
    BUILT_IN("built-in"),
    @JsonProperty("file")
    FILE("file"),
    @JsonProperty("mesh")
    MESH("mesh");

    private final String wireName;

    ThresholdSource(String wireName) {
        this.wireName = wireName;
    }

    /** As it stands in JSON. */
    public String wireName() {
        return wireName;
    }
}
