package io.lotse.contracts.supervision;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Where a supervised service stands between its start and its end. */
@Doc("Where a supervised service stands between its start and its end.")
public enum SupervisedState {
    /** It is not to run. */
    @JsonProperty("stopped")
    STOPPED("stopped"),
    /** It is to run, and something has to happen before: the detail says what. */
    @JsonProperty("waiting")
    WAITING("waiting"),
    /** Its process runs, and is not ready yet. */
    @JsonProperty("starting")
    STARTING("starting"),
    /** Its process runs and has been ready. */
    @JsonProperty("ready")
    READY("ready"),
    /** Its process ended and is started again after a pause. */
    @JsonProperty("restarting")
    RESTARTING("restarting"),
    /** Its process is being ended. */
    @JsonProperty("stopping")
    STOPPING("stopping"),
    /** Its process has done what it was there for. */
    @JsonProperty("completed")
    COMPLETED("completed"),
    /** It is to run, and is not started again: the detail says why. */
    @JsonProperty("failed")
    FAILED("failed");

    private final String wireName;

    SupervisedState(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }

    /** Whether nothing will change by itself. */
    public boolean isSettled() {
        return this == STOPPED || this == READY || this == COMPLETED || this == FAILED;
    }

    /** Whether a process of it runs, as far as is known. */
    public boolean isRunning() {
        return this == STARTING || this == READY || this == STOPPING;
    }
}
