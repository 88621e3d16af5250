package io.lotse.contracts.events;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** What becomes of a topic's events. */
@Doc("What becomes of a topic's events: live ones are told once to whoever listens now, durable ones are kept.")
public enum DeliveryClass {
    /** At most once, from memory. */
    @JsonProperty("live")
    LIVE("live"),
    /** At least once: acknowledged when it is stored. */
    @JsonProperty("durable")
    DURABLE("durable");

    private final String wireName;

    DeliveryClass(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
