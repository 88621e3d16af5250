package io.lotse.events;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.EventType;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.Publication;
import io.lotse.contracts.events.PublicationReceipt;
import io.lotse.contracts.events.PublishedEvent;
import io.lotse.meshview.DeclaredTopics;

/** Checks events; if they all are in order, lets those of a durable topic be stored, and tells them to all nodes. */
final class Publisher {
    private final EventBus bus;
    private final DeclaredTopics declared;
    private final EventBridgeConfig config;
    private final Clock clock;
    /** Sets this run of the node apart from all others. */
    private final String run = Integer.toUnsignedString(new SecureRandom().nextInt(), 36);

    private long count;

    Publisher(EventBus bus, DeclaredTopics declared, EventBridgeConfig config, Clock clock) {
        this.bus = bus;
        this.declared = declared;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Stores the events first where the topic is durable.
     *
     * @return fails as {@link EventsContract#STORE_EVENTS} does
     * @throws ContractException with all mistakes of all events; then none was published
     */
    Future<PublicationReceipt> publish(Publication publication) {
        List<FieldError> errors = EventRules.check(publication);
        if (!errors.isEmpty()) {
            String all = errors.stream().map(e -> e.field() + " " + e.message()).collect(Collectors.joining("; "));
            throw new ContractException(ProblemCode.INVALID_REQUEST, all, errors);
        }
        publication.events().forEach(this::checkSize);
        if (declared.durable(publication.topic()).isPresent()) {
            return EventsContract.STORE_EVENTS
                    .call(bus, publication)
                    .onSuccess(receipt -> tell(
                            publication, i -> Long.toString(receipt.offsets().get(i))));
        }
        tell(publication, i -> nextPosition(clock.instant()));
        return Future.succeededFuture(new PublicationReceipt(
                publication.topic(),
                publication.events().stream().map(CloudEvent::id).toList()));
    }

    private void tell(Publication publication, IntFunction<String> positions) {
        EventType<PublishedEvent> topic = EventsContract.topic(publication.topic());
        Instant now = clock.instant();
        for (int i = 0; i < publication.events().size(); i++) {
            CloudEvent event = publication.events().get(i);
            PublishedEvent published = new PublishedEvent(publication.topic(), positions.apply(i), now, event);
            EventsContract.EVENT_PUBLISHED.publish(bus, published);
            topic.publish(bus, published);
        }
    }

    private void checkSize(CloudEvent event) {
        int bytes = ContractCodec.toBuffer(event).length();
        if (bytes > config.eventBytes()) {
            throw new ContractException(
                    ProblemCode.BODY_TOO_LARGE,
                    "an event has " + bytes + " bytes as JSON: at most " + config.eventBytes()
                            + " are taken. Send a link to the data instead");
        }
    }

    private String nextPosition(Instant now) {
        return Long.toString(now.toEpochMilli(), 36) + "-" + run + "-" + Long.toString(count++, 36);
    }
}
