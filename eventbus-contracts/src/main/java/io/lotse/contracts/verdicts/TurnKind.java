package io.lotse.contracts.verdicts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What happened to an instance. */
@Doc("What happened to an instance.")
public enum TurnKind {
    /** It is down. */
    @JsonProperty("down")
    DOWN("down"),
    /** It is down no more. */
    @JsonProperty("up")
    UP("up"),
    /** It was started again, which a check may not have noticed otherwise. */
    @JsonProperty("restart")
    RESTART("restart");

    private final String wireName;

    TurnKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
