package io.lotse.control;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.events.EventPage;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.EventsQuery;
import io.lotse.contracts.events.PublishedEvent;
import io.lotse.contracts.events.StoredEvent;

/**
 * Tells one client the events of a durable topic from an offset on: as fast as it reads, so that it misses none however slow
 * it is.
 */
final class DurableStream {
    private static final Logger LOG = LoggerFactory.getLogger(DurableStream.class);
    private static final Duration PATIENCE = Duration.ofMillis(EventStreams.ALIVE_EVERY_MILLIS);
    private static final int PAGE = 100;
    private static final long TRY_AGAIN_MILLIS = 1_000;
    /** Behind all events: the answer says where their end is. */
    private static final long END = Long.MAX_VALUE;

    private final Vertx vertx;
    private final String topic;
    private final HttpServerResponse response;
    private long next;

    private DurableStream(Vertx vertx, String topic, HttpServerResponse response, long next) {
        this.vertx = vertx;
        this.topic = topic;
        this.response = response;
        this.next = next;
    }

    /** Begins behind the last event that the client heard; with those that come now where it heard none. */
    static Future<?> begin(Vertx vertx, String topic, ApiRequest request, String lastEventId) {
        boolean resumes = lastEventId != null && lastEventId.matches("\\d{1,18}");
        long from = resumes ? Long.parseLong(lastEventId) + 1 : END;
        return read(vertx, topic, from, Duration.ZERO).onSuccess(page -> {
            HttpServerResponse response = EventStreams.head(request).setChunked(true);
            response.write(EventStreams.HELLO);
            DurableStream stream = new DurableStream(vertx, topic, response, resumes ? from : page.end());
            stream.tell(resumes ? page : new EventPage(null, page.end(), page.first(), page.end()));
        });
    }

    private static Future<EventPage> read(Vertx vertx, String topic, long from, Duration patience) {
        return EventsContract.READ_EVENTS.call(vertx.eventBus(), new EventsQuery(topic, from, null, PAGE, patience));
    }

    private void tell(EventPage page) {
        if (response.closed()) {
            return;
        }
        Buffer events = Buffer.buffer();
        for (StoredEvent stored : page.items()) {
            events.appendBuffer(TopicListener.encode(
                    new PublishedEvent(topic, Long.toString(stored.offset()), stored.storedAt(), stored.event())));
        }
        next = page.items().isEmpty() ? next : page.next();
        response.write(events.length() == 0 ? EventStreams.ALIVE : events).onSuccess(v -> goOn());
    }

    private void goOn() {
        if (response.closed()) {
            return;
        }
        read(vertx, topic, next, PATIENCE).onComplete(this::tell, e -> {
            LOG.debug("event=durable_stream_waits topic={}", topic, e);
            response.write(EventStreams.ALIVE);
            vertx.setTimer(TRY_AGAIN_MILLIS, id -> goOn());
        });
    }
}
