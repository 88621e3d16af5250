package io.lotse.contracts.events;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/**
 * How services tell each other events by topic. The events of a live topic are told at most once to each who listens
 * now, and kept for a short while in the memory of each node. Those of a topic that is declared durable are stored before
 * they are acknowledged, and come at least once to each group of consumers, those of one key in their order.
 *
 * <p>The key is the extension {@code partitionkey}, else the subject; all events of a topic that have neither share one.
 * An event that was published already (same source and id, on the same topic, a short while ago) is not stored twice.
 */
public final class EventsContract {
    /** So long a question may wait for an event at most. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(20);
    /** The events that a group could not do are on a topic of this beginning and their topic's name. */
    public static final String DEAD_LETTERS_PREFIX = "lotse.dead.";

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** Longer than voters need to find a new leader. */
    private static final Duration STORING = Duration.ofSeconds(10);

    private static final Duration WAITING = MAX_WAIT.plus(STORING);
    private static final Set<ProblemCode> STORE_FAILURES =
            Set.of(ProblemCode.TOPIC_NOT_DURABLE, ProblemCode.EVENT_LOG_UNAVAILABLE);
    private static final Set<ProblemCode> GROUP_FAILURES =
            Set.of(ProblemCode.UNKNOWN_GROUP, ProblemCode.TOPIC_NOT_DURABLE, ProblemCode.EVENT_LOG_UNAVAILABLE);
    private static final String TOPICS_PREFIX = "lotse.events.topic.v1:";
    /** A regular expression for the addresses of all topics, see {@link #topic}. */
    public static final String TOPIC_ADDRESSES = Pattern.quote(TOPICS_PREFIX) + ".+";

    private static final String REMEMBERED_PREFIX = "lotse.events.remembered.v1:";

    public static final Operation<Publication, PublicationReceipt> PUBLISH_EVENT = new Operation<>(
            "lotse.events.publish.v1",
            Publication.class,
            PublicationReceipt.class,
            "Publishes events on a topic, all or none; answered when they are on their way to the nodes, those of a durable"
                    + " topic when they are stored. After outcome-unknown ask again with the same ids: nothing is stored twice",
            STORING,
            Set.of(ProblemCode.BODY_TOO_LARGE, ProblemCode.EVENT_LOG_UNAVAILABLE, ProblemCode.EVENT_LOG_DISK_FULL));

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

    public static final Operation<TopicDeclaration, TopicDeclaration> DECLARE_TOPIC = new Operation<>(
            "lotse.events.declare.v1",
            TopicDeclaration.class,
            TopicDeclaration.class,
            "Declares what holds for the topics of a name or pattern, in the place of what was declared for it before; answers"
                    + " with the defaults filled in",
            STORING,
            Set.of(ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.LEDGER_DISK_FULL));

    public static final Operation<TopicPattern, Empty> WITHDRAW_TOPIC = new Operation<>(
            "lotse.events.withdraw.v1",
            TopicPattern.class,
            Empty.class,
            "Withdraws a declaration; events that are stored stay until their time is over",
            STORING,
            Set.of(ProblemCode.UNKNOWN_TOPIC, ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.LEDGER_DISK_FULL));

    public static final Operation<Empty, TopicDeclarations> DECLARED_TOPICS = new Operation<>(
            "lotse.events.declared.v1",
            Empty.class,
            TopicDeclarations.class,
            "Lists the declarations of topics",
            TIMEOUT,
            Set.of());

    public static final Operation<Publication, PublicationReceipt> STORE_EVENTS = new Operation<>(
            "lotse.events.store.v1",
            Publication.class,
            PublicationReceipt.class,
            "Stores events of a durable topic, all or none; publish by lotse.events.publish.v1, which checks them first",
            STORING,
            Set.of(
                    ProblemCode.BODY_TOO_LARGE,
                    ProblemCode.TOPIC_NOT_DURABLE,
                    ProblemCode.EVENT_LOG_UNAVAILABLE,
                    ProblemCode.EVENT_LOG_DISK_FULL));

    public static final Operation<EventsQuery, EventPage> READ_EVENTS = new Operation<>(
            "lotse.events.read.v1",
            EventsQuery.class,
            EventPage.class,
            "Reads the events of a durable topic from an offset or a time on; waits for one where that is asked for. A node may"
                    + " be a moment behind an acknowledgement",
            WAITING,
            STORE_FAILURES);

    public static final Operation<Empty, StoredTopics> STORED_TOPICS = new Operation<>(
            "lotse.events.stored.v1",
            Empty.class,
            StoredTopics.class,
            "Lists the topics whose events are kept, dead letters among them",
            STORING,
            Set.of(ProblemCode.EVENT_LOG_UNAVAILABLE));

    public static final Operation<GroupDefinition, GroupState> PUT_GROUP = new Operation<>(
            "lotse.events.put-group.v1",
            GroupDefinition.class,
            GroupState.class,
            "Makes a group of consumers; of one that is there it changes the times and leaves the place",
            STORING,
            STORE_FAILURES);

    public static final Operation<GroupsQuery, GroupStates> GROUPS = new Operation<>(
            "lotse.events.groups.v1",
            GroupsQuery.class,
            GroupStates.class,
            "Lists groups of consumers, and how far they have come",
            STORING,
            Set.of(ProblemCode.EVENT_LOG_UNAVAILABLE));

    public static final Operation<GroupRemoval, Empty> REMOVE_GROUP = new Operation<>(
            "lotse.events.remove-group.v1",
            GroupRemoval.class,
            Empty.class,
            "Removes a group; the events stay",
            STORING,
            GROUP_FAILURES);

    public static final Operation<GroupSeek, GroupState> SEEK_GROUP = new Operation<>(
            "lotse.events.seek-group.v1",
            GroupSeek.class,
            GroupState.class,
            "Sets a group to an offset or a time: events come again, or are passed over",
            STORING,
            GROUP_FAILURES);

    public static final Operation<GroupFetch, HandedEvents> FETCH_EVENTS = new Operation<>(
            "lotse.events.fetch.v1",
            GroupFetch.class,
            HandedEvents.class,
            "Hands events to a consumer of a group; waits for one where that is asked for. While an event of a key is in"
                    + " somebody's hands or rests, later ones of the key are handed to nobody else. One whose answer is lost"
                    + " comes again when its time is over",
            WAITING,
            GROUP_FAILURES);

    public static final Operation<GroupAck, Settlement> ACK_EVENTS = new Operation<>(
            "lotse.events.ack.v1",
            GroupAck.class,
            Settlement.class,
            "Says that a consumer is done with events; may be asked again. An acknowledgement that is late is good, unless the"
                    + " event is a dead letter already",
            STORING,
            GROUP_FAILURES);

    public static final Operation<GroupNack, Settlement> NACK_EVENTS = new Operation<>(
            "lotse.events.nack.v1",
            GroupNack.class,
            Settlement.class,
            "Gives events back that a consumer cannot do now",
            STORING,
            GROUP_FAILURES);

    public static final Operation<GroupExtension, Settlement> EXTEND_EVENTS = new Operation<>(
            "lotse.events.extend.v1",
            GroupExtension.class,
            Settlement.class,
            "Gives a consumer more time for events that it was handed",
            STORING,
            GROUP_FAILURES);

    public static final Operation<DeadLettersQuery, DeadLetters> DEAD_LETTERS = new Operation<>(
            "lotse.events.dead-letters.v1",
            DeadLettersQuery.class,
            DeadLetters.class,
            "Lists the events of a topic that a group could not do",
            STORING,
            Set.of(ProblemCode.EVENT_LOG_UNAVAILABLE));

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
