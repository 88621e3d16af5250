package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Where settings come from; of several the last counts. */
@Doc("Where settings come from; of several the last counts.")
public enum AlertSettingsSource {
    /** Lotse itself. */
    @JsonProperty("defaults")
    DEFAULTS("defaults"),
    /** The node's file. */
    @JsonProperty("file")
    FILE("file"),
    /** The ledger: API and command line. */
    @JsonProperty("ledger")
    LEDGER("ledger");

    private final String wireName;

    AlertSettingsSource(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
