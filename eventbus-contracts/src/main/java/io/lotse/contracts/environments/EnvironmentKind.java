package io.lotse.contracts.environments;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Whose rules an environment keeps. */
@Doc("Whose rules an environment keeps.")
public enum EnvironmentKind {
    /** Anything that is free may be had. */
    @JsonProperty("development")
    DEVELOPMENT("development"),
    /** As development, and what happens in it is logged. */
    @JsonProperty("test")
    TEST("test"),
    /** Nothing is given but what the configuration says. */
    @JsonProperty("production")
    PRODUCTION("production");

    private final String wireName;

    EnvironmentKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, which is the name of the environment of this kind that Lotse comes with. */
    public String wireName() {
        return wireName;
    }
}
