package io.lotse.contracts.events;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.lotse.contracts.Doc;

/** What holds for the topics of a name or a pattern. Topics without a declaration are live. */
@Doc("What holds for the topics of a name or a pattern. Topics without a declaration are live.")
public record TopicDeclaration(
        @Doc(
                        "A topic's name, or a pattern of names by words between dots: * stands for one word, # at the end for any number")
                String pattern,
        @Doc("What becomes of the events") DeliveryClass delivery,
        @Doc("Durable events are kept this long, in seconds; absent for 7 days") Duration retentionAge,
        @Doc(
                        value =
                                "The events of one topic are kept up to this many bytes, the oldest go first; absent for 1 GiB",
                        min = MIN_RETENTION_BYTES)
                Long retentionBytes,
        @Doc(value = "So often an event is handed to a group before it is a dead letter; absent for 5", min = 1)
                Integer deliveryLimit) {
    /** One segment of the log is the least that can be kept. */
    public static final long MIN_RETENTION_BYTES = 1 << 20;

    public static final Duration DEFAULT_RETENTION_AGE = Duration.ofDays(7);
    public static final long DEFAULT_RETENTION_BYTES = 1L << 30;
    public static final int DEFAULT_DELIVERY_LIMIT = 5;

    private static final String ONE = "*";
    private static final String REST = "#";

    /** The same, with the defaults in the place of what is absent. */
    public TopicDeclaration withDefaults() {
        return new TopicDeclaration(
                pattern,
                delivery,
                Objects.requireNonNullElse(retentionAge, DEFAULT_RETENTION_AGE),
                Objects.requireNonNullElse(retentionBytes, DEFAULT_RETENTION_BYTES),
                Objects.requireNonNullElse(deliveryLimit, DEFAULT_DELIVERY_LIMIT));
    }

    /** Whether the declaration holds for a topic, as far as no other says it more closely. */
    public boolean covers(String topic) {
        List<String> words = List.of(topic.split("\\.", -1));
        List<String> wanted = List.of(pattern.split("\\.", -1));
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).equals(REST)) {
                return true;
            }
            if (i >= words.size()
                    || !(wanted.get(i).equals(ONE) || wanted.get(i).equals(words.get(i)))) {
                return false;
            }
        }
        return words.size() == wanted.size();
    }
}
