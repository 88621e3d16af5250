package io.lotse.eventlog;

import java.util.List;

/**
 * A change of the log of events. It holds all that decides what becomes of it: the time by its proposer's clock, and what the
 * topic's declaration said.
 */
sealed interface Command {
    String topic();

    /** By the proposer's clock, in milliseconds since 1970; the log's own time never goes back. */
    long at();

    /** Stores events that were not stored before. */
    record Append(String topic, long at, Limits limits, List<Entry> entries) implements Command {}

    /** Drops what is too old. */
    record Retain(String topic, long at, Limits limits) implements Command {}

    /**
     * Makes a group, or changes its times.
     *
     * @param from an offset; null for none
     * @param since a time; null for none
     */
    record PutGroup(
            String topic, long at, String group, Long from, Long since, long visibilityMillis, long backoffMillis)
            implements Command {}

    /** Forgets a group. */
    record RemoveGroup(String topic, long at, String group) implements Command {}

    /** Sets a group to another place; null and null is the oldest event. */
    record Seek(String topic, long at, String group, Long from, Long since) implements Command {}

    /** @param visibilityMillis null for the group's */
    record Fetch(String topic, long at, Limits limits, String group, int max, Long visibilityMillis)
            implements Command {}

    /** Events that are done. */
    record Ack(String topic, long at, String group, List<Long> offsets) implements Command {}

    /**
     * Events that come again.
     *
     * @param delayMillis null for what the group says
     * @param reason null for unknown
     */
    record Nack(String topic, long at, Limits limits, String group, List<Long> offsets, Long delayMillis, String reason)
            implements Command {}

    /** @param visibilityMillis null for the group's */
    record Extend(String topic, long at, String group, List<Long> offsets, Long visibilityMillis) implements Command {}
}
