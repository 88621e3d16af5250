package io.lotse.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;

import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.RecentEvents;
import io.lotse.contracts.events.RecentEventsQuery;
import io.lotse.meshview.DeclaredTopics;

/**
 * Tells clients the events of a topic, as server-sent events. All clients of a topic share one consumer on the bus.
 * For one event loop only.
 */
final class TopicStreams implements OperationHandler {
    private final Vertx vertx;
    private final String nodeId;
    private final DeclaredTopics declared;
    private final Map<String, TopicStream> topics = new HashMap<>();

    /**
     * @param nodeId the node whose bridge is heard: this one
     * @param declared tells which topics are durable
     */
    TopicStreams(Vertx vertx, String nodeId, DeclaredTopics declared) {
        this.declared = declared;
        this.nodeId = nodeId;
        this.vertx = vertx;
    }

    /** Keeps connections alive from now on. */
    void start() {
        vertx.setPeriodic(EventStreams.ALIVE_EVERY_MILLIS, timer -> List.copyOf(topics.values())
                .forEach(topic -> topic.sendToAll(EventStreams.ALIVE)));
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        if (request.http().method().equals(HttpMethod.HEAD)) {
            return EventStreams.head(request).end();
        }
        String name = request.text("topic");
        if (declared.durable(name).isPresent() || name.startsWith(EventsContract.DEAD_LETTERS_PREFIX)) {
            return DurableStream.begin(vertx, name, request, request.text("Last-Event-ID"));
        }
        TopicStream topic = topics.computeIfAbsent(
                name, n -> new TopicStream(vertx.eventBus(), n, empty -> topics.remove(n, empty)));
        TopicListener listener = new TopicListener(request.http(), vertx, topic::leave);
        topic.enter(listener);
        return topic.ready()
                .compose(v -> missed(name, request.text("Last-Event-ID")))
                .onSuccess(missed -> {
                    EventStreams.head(request).setChunked(true);
                    listener.begin(missed);
                })
                .onFailure(e -> topic.leave(listener));
    }

    /** Fails if there is no bridge on this node: then nothing would come either. */
    private Future<RecentEvents> missed(String topic, String lastEventId) {
        RecentEventsQuery query = new RecentEventsQuery(topic, lastEventId, lastEventId == null ? 0 : null);
        return EventsContract.RECENT_EVENTS.callFor(vertx.eventBus(), nodeId, query);
    }
}
