package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How people or programs are told. */
@Doc("How people or programs are told.")
public enum ChannelKind {
    /** By SMTP. */
    @JsonProperty("email")
    EMAIL("email"),
    /** By an incoming webhook of Slack, or one that understands the same. */
    @JsonProperty("slack")
    SLACK("slack"),
    /** By a signed POST, as Standard Webhooks has it. */
    @JsonProperty("webhook")
    WEBHOOK("webhook"),
    /** By POST /api/v2/alerts of an Alertmanager. */
    @JsonProperty("alertmanager")
    ALERTMANAGER("alertmanager");

    private final String wireName;

    ChannelKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
