package io.lotse.contracts.events;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/**
 * How services tell each other events by topic. Events are live: told at most once to each who listens now, and kept
 * for a short while in the memory of each node.
 */
public final class EventsContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final String TOPICS_PREFIX = "lotse.events.topic.v1:";
    /** A regular expression for the addresses of all topics, see {@link #topic}. */
    public static final String TOPIC_ADDRESSES = Pattern.quote(TOPICS_PREFIX) + ".+";

    private static final String REMEMBERED_PREFIX = "lotse.events.remembered.v1:";

    public static final Operation<Publication, PublicationReceipt> PUBLISH_EVENT = new Operation<>(
            "lotse.events.publish.v1",
            Publication.class,
            PublicationReceipt.class,
            "Publishes events on a topic, all or none; answered when they are on their way to the nodes",
            TIMEOUT,
            Set.of(ProblemCode.BODY_TOO_LARGE));

    public static final Operation<RecentEventsQuery, RecentEvents> RECENT_EVENTS = new Operation<>(
                    "lotse.events.recent.v1",
                    RecentEventsQuery.class,
                    RecentEvents.class,
                    "Tells the last events of a topic again, as far as the node that is asked remembers them",
                    TIMEOUT,
                    Set.of())
            .servedPer("node");

    public static final Operation<Empty, Topics> TOPICS = new Operation<>(
            "lotse.events.topics.v1",
            Empty.class,
            Topics.class,
            "Lists the topics that the node that is asked heard of, with their rates",
            TIMEOUT,
            Set.of());

    public static final EventType<PublishedEvent> EVENT_PUBLISHED = new EventType<>(
            "EventPublished",
            "lotse.events.published.v1",
            PublishedEvent.class,
            EventType.Reach.MESH,
            "An event of any topic was published; those of one topic alone are told at lotse.events.topic.v1:TOPIC too");

    private EventsContract() {}

    /**
     * The events of one topic: subscribe to it to hear them. Publish by {@link #PUBLISH_EVENT}, which checks them.
     *
     * @param topic the topic's name, no pattern
     */
    public static EventType<PublishedEvent> topic(String topic) {
        return new EventType<>(
                "EventPublished",
                TOPICS_PREFIX + topic,
                PublishedEvent.class,
                EventType.Reach.MESH,
                "An event of the topic " + topic + " was published");
    }

    /**
     * The events of one topic as the node's own bridge comes to remember them. Who subscribes to this and then asks
     * the node's {@link #RECENT_EVENTS} misses none in between, though it may hear one twice.
     *
     * @param topic the topic's name, no pattern
     */
    public static EventType<PublishedEvent> remembered(String topic) {
        return new EventType<>(
                "EventRemembered",
                REMEMBERED_PREFIX + topic,
                PublishedEvent.class,
                EventType.Reach.NODE,
                "The node remembers an event of the topic " + topic);
    }
}
