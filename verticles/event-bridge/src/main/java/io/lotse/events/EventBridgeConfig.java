package io.lotse.events;

import java.util.Objects;

/**
 * How much the bridge takes and remembers.
 *
 * @param nodeId the id of this run of the node, under which it tells what it remembers
 * @param eventBytes the largest event, as JSON, in bytes
 * @param recentEvents how many events of a topic are remembered
 * @param recentBytes how much memory the remembered events of all topics may take, in bytes of JSON
 * @param topics how many topics are remembered; those that are silent the longest are forgotten
 */
public record EventBridgeConfig(String nodeId, int eventBytes, int recentEvents, int recentBytes, int topics) {
    public EventBridgeConfig {
        Objects.requireNonNull(nodeId, "nodeId");
        positive("eventBytes", eventBytes);
        positive("recentEvents", recentEvents);
        positive("recentBytes", recentBytes);
        positive("topics", topics);
    }

    /** Events of up to 256 KiB; the last 100 of each of 1000 topics, in 8 MiB. */
    public static EventBridgeConfig of(String nodeId) {
        return new EventBridgeConfig(nodeId, 256 * 1024, 100, 8 * 1024 * 1024, 1000);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("events: " + name + " is " + value + ": give 1 or more");
        }
    }
}
