package io.lotse.eventlog;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.DeadLetters;
import io.lotse.contracts.events.DeadLettersQuery;
import io.lotse.contracts.events.DeliveryClass;
import io.lotse.contracts.events.EventPage;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.EventsQuery;
import io.lotse.contracts.events.GroupAck;
import io.lotse.contracts.events.GroupDefinition;
import io.lotse.contracts.events.GroupExtension;
import io.lotse.contracts.events.GroupFetch;
import io.lotse.contracts.events.GroupNack;
import io.lotse.contracts.events.GroupRemoval;
import io.lotse.contracts.events.GroupSeek;
import io.lotse.contracts.events.GroupState;
import io.lotse.contracts.events.GroupStates;
import io.lotse.contracts.events.GroupsQuery;
import io.lotse.contracts.events.HandedEvent;
import io.lotse.contracts.events.HandedEvents;
import io.lotse.contracts.events.Publication;
import io.lotse.contracts.events.PublicationReceipt;
import io.lotse.contracts.events.Settlement;
import io.lotse.contracts.events.StoredTopics;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.meshview.DeclaredTopics;

/** What is asked of durable topics, as commands to the store; those who wait for an event wait here. */
final class EventLog {
    private static final int PAGE = 100;
    private static final int MOST_READ = 1_000;
    private static final int HANDED = 10;
    private static final int MOST_HANDED = 500;
    /** An event's rest or time may be over without anything happening. */
    private static final long LOOK_AGAIN_MILLIS = 250;

    private static final int LONGEST_REASON = 500;
    /** For dead letters of a topic that is declared no more. */
    private static final TopicDeclaration UNDECLARED =
            new TopicDeclaration("#", DeliveryClass.DURABLE, null, null, null);

    private final EventStore store;
    private final DeclaredTopics declared;
    private final Arrivals arrivals;
    private final Clock clock;

    EventLog(EventStore store, DeclaredTopics declared, Arrivals arrivals, Clock clock) {
        this.store = store;
        this.declared = declared;
        this.arrivals = arrivals;
        this.clock = clock;
        store.onChange(arrivals::tell);
    }

    /** @throws ContractException TOPIC_NOT_DURABLE */
    private Limits limits(String topic) {
        if (topic == null) {
            throw ContractException.invalid("topic", "is missing");
        }
        String origin = origin(topic);
        return declared.durable(origin).map(Limits::of).orElseGet(() -> {
            if (origin.length() < topic.length()) {
                return Limits.of(UNDECLARED);
            }
            throw new ContractException(
                    ProblemCode.TOPIC_NOT_DURABLE,
                    "the events of topic " + topic + " are not kept: declare it durable first");
        });
    }

    private static Long millis(Duration time) {
        return time == null ? null : time.toMillis();
    }

    private static Long millis(Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private Future<Answer> submit(Command command) {
        return arrivals.here(store.submit(command));
    }

    Future<PublicationReceipt> store(Publication publication) {
        Limits limits = limits(publication.topic());
        List<String> ids = publication.events().stream().map(CloudEvent::id).toList();
        if (ids.isEmpty()) {
            return Future.succeededFuture(
                    new PublicationReceipt(publication.topic(), ids, DeliveryClass.DURABLE, List.of()));
        }
        List<Entry> entries = publication.events().stream().map(Entry::of).toList();
        return submit(new Command.Append(publication.topic(), clock.millis(), limits, entries))
                .map(answer ->
                        new PublicationReceipt(publication.topic(), ids, DeliveryClass.DURABLE, answer.offsets()));
    }

    Future<EventPage> read(EventsQuery query) {
        new Checks()
                .place(query.from(), query.since())
                .max(query.max(), MOST_READ)
                .waitFor(query.waitFor())
                .done();
        limits(query.topic());
        int max = Objects.requireNonNullElse(query.max(), PAGE);
        return untilThere(
                query.topic(),
                query.waitFor(),
                () -> store.read(query.topic(), query.from(), millis(query.since()), max),
                page -> !page.items().isEmpty());
    }

    Future<HandedEvents> fetch(GroupFetch fetch) {
        new Checks()
                .max(fetch.max(), MOST_HANDED)
                .waitFor(fetch.waitFor())
                .visibility(fetch.visibility())
                .done();
        Limits limits = limits(fetch.topic());
        int max = Objects.requireNonNullElse(fetch.max(), HANDED);
        return untilThere(
                fetch.topic(),
                fetch.waitFor(),
                () -> arrivals.here(store.isReady(fetch.topic(), fetch.group(), clock.millis()))
                        .compose(ready -> ready ? fetch(fetch, limits, max) : Future.succeededFuture(none())),
                handed -> !handed.items().isEmpty());
    }

    private static HandedEvents none() {
        return new HandedEvents(List.of());
    }

    private Future<HandedEvents> fetch(GroupFetch fetch, Limits limits, int max) {
        return submit(new Command.Fetch(
                        fetch.topic(), clock.millis(), limits, fetch.group(), max, millis(fetch.visibility())))
                .map(answer -> new HandedEvents(
                        answer.handed().stream().map(EventLog::handed).toList()));
    }

    private static HandedEvent handed(Answer.Handed one) {
        return new HandedEvent(
                one.offset(),
                one.attempt(),
                Instant.ofEpochMilli(one.until()),
                Instant.ofEpochMilli(one.at()),
                DeadLetterEvent.event(one.body()));
    }

    /** Looks, and again whenever something happened, until there is something or the time is over. */
    private <T> Future<T> untilThere(String topic, Duration patience, Supplier<Future<T>> look, Predicate<T> isThere) {
        long until = System.nanoTime() + (patience == null ? 0 : patience.toNanos());
        return lookAgain(topic, until, look, isThere);
    }

    private <T> Future<T> lookAgain(String topic, long until, Supplier<Future<T>> look, Predicate<T> isThere) {
        Future<Void> arrival = arrivals.next(topic);
        return arrivals.here(look.get()).compose(found -> {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (isThere.test(found) || left <= 0) {
                return Future.succeededFuture(found);
            }
            return arrivals.await(arrival, Math.min(left, LOOK_AGAIN_MILLIS))
                    .compose(v -> lookAgain(topic, until, look, isThere));
        });
    }

    Future<StoredTopics> topics() {
        return arrivals.here(store.topics()).map(StoredTopics::new);
    }

    Future<GroupState> put(GroupDefinition group) {
        Checks.check(group);
        limits(group.topic());
        return submit(new Command.PutGroup(
                        group.topic(),
                        clock.millis(),
                        group.group(),
                        group.from(),
                        millis(group.since()),
                        Objects.requireNonNullElse(group.visibility(), GroupDefinition.DEFAULT_VISIBILITY)
                                .toMillis(),
                        Objects.requireNonNullElse(group.backoff(), GroupDefinition.DEFAULT_BACKOFF)
                                .toMillis()))
                .map(Answer::group);
    }

    Future<GroupStates> groups(GroupsQuery query) {
        return arrivals.here(store.groups(query.topic())).map(GroupStates::new);
    }

    Future<Empty> remove(GroupRemoval removal) {
        return submit(new Command.RemoveGroup(removal.topic(), clock.millis(), removal.group()))
                .map(Empty.EMPTY);
    }

    Future<GroupState> seek(GroupSeek seek) {
        new Checks().place(seek.from(), seek.since()).done();
        return submit(new Command.Seek(seek.topic(), clock.millis(), seek.group(), seek.from(), millis(seek.since())))
                .map(Answer::group);
    }

    Future<Settlement> ack(GroupAck ack) {
        new Checks().offsets(ack.offsets()).done();
        return settled(new Command.Ack(ack.topic(), clock.millis(), ack.group(), ack.offsets()));
    }

    Future<Settlement> nack(GroupNack nack) {
        new Checks().offsets(nack.offsets()).delay(nack.delay()).done();
        String reason = nack.reason() != null && nack.reason().length() > LONGEST_REASON
                ? nack.reason().substring(0, LONGEST_REASON)
                : nack.reason();
        return settled(new Command.Nack(
                nack.topic(),
                clock.millis(),
                limits(nack.topic()),
                nack.group(),
                nack.offsets(),
                millis(nack.delay()),
                reason));
    }

    Future<Settlement> extend(GroupExtension extension) {
        new Checks()
                .offsets(extension.offsets())
                .visibility(extension.visibility())
                .done();
        return settled(new Command.Extend(
                extension.topic(),
                clock.millis(),
                extension.group(),
                extension.offsets(),
                millis(extension.visibility())));
    }

    private Future<Settlement> settled(Command command) {
        return submit(command).map(answer -> new Settlement(answer.offsets(), answer.unknown()));
    }

    Future<DeadLetters> deadLetters(DeadLettersQuery query) {
        new Checks().place(query.from(), null).max(query.max(), MOST_READ).done();
        String topic = EventsContract.DEAD_LETTERS_PREFIX + query.topic();
        int max = Objects.requireNonNullElse(query.max(), PAGE);
        return arrivals.here(store.read(topic, query.from(), null, max))
                .map(page -> new DeadLetters(
                        page.items().stream().map(DeadLetterEvent::read).toList(), page.next(), page.end()));
    }

    /** Drops what is older than its topic's declaration says. */
    Future<Void> retain() {
        return arrivals.here(store.topics())
                .compose(topics -> Future.join(topics.stream()
                        .filter(t -> t.first() < t.end())
                        .map(t -> declared.durable(origin(t.topic()))
                                .map(d -> submit(new Command.Retain(t.topic(), clock.millis(), Limits.of(d))))
                                .orElseGet(() -> Future.succeededFuture(Answer.NOTHING)))
                        .toList()))
                .mapEmpty();
    }

    private static String origin(String topic) {
        return topic.startsWith(EventsContract.DEAD_LETTERS_PREFIX)
                ? topic.substring(EventsContract.DEAD_LETTERS_PREFIX.length())
                : topic;
    }
}
