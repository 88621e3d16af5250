package io.lotse.eventlog;

import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.TopicDeclaration;

/**
 * What a topic's declaration says, as it goes into commands: the same for every voter, whatever it knows of the ledger.
 *
 * @param ageMillis events are kept this long
 * @param bytes events of the topic are kept up to this size
 * @param deliveries so often an event is handed to a group
 */
record Limits(long ageMillis, long bytes, int deliveries) {
    private static final int SLICES = 8;
    private static final long LEAST_SEGMENT = 128 << 10;
    private static final long LARGEST_SEGMENT = 8 << 20;

    static Limits of(TopicDeclaration declared) {
        TopicDeclaration whole = declared.withDefaults();
        return new Limits(whole.retentionAge().toMillis(), whole.retentionBytes(), whole.deliveryLimit());
    }

    /** A dead letter that is not done either stays where it is. */
    Limits of(String topic) {
        return topic.startsWith(EventsContract.DEAD_LETTERS_PREFIX)
                ? new Limits(ageMillis, bytes, Integer.MAX_VALUE)
                : this;
    }

    /** Whole segments are dropped: so small that about an eighth too much is kept at most. */
    long segmentBytes() {
        return Math.max(LEAST_SEGMENT, Math.min(LARGEST_SEGMENT, bytes / SLICES));
    }

    long segmentMillis() {
        return Math.max(1, ageMillis / SLICES);
    }
}
