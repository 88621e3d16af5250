package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Why a channel is told. */
@Doc("Why a channel is told.")
public enum NoticeKind {
    /** Something holds that did not, or became worse. */
    @JsonProperty("raised")
    RAISED("raised"),
    /** What was told holds no more. */
    @JsonProperty("resolved")
    RESOLVED("resolved"),
    /** It holds still. */
    @JsonProperty("reminder")
    REMINDER("reminder"),
    /** Nobody acknowledged it in time. */
    @JsonProperty("escalation")
    ESCALATION("escalation"),
    /** Somebody tries the channel. */
    @JsonProperty("trial")
    TRIAL("trial");

    private final String wireName;

    NoticeKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
