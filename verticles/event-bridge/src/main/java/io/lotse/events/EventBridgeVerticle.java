package io.lotse.events;

import java.time.Clock;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.PublishedEvent;
import io.lotse.meshview.DeclaredTopics;
import io.lotse.meshview.MeshView;

/**
 * Takes events for topics, tells them to all nodes, and remembers the last ones of each topic. Deploy one instance on
 * each node.
 */
public final class EventBridgeVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EventBridgeVerticle.class);

    private final EventBridgeConfig config;
    private final MeshView view;
    private final Clock clock;

    /**
     * @param view tells which topics are durable
     * @param clock tells when an event was published, and the rates of topics
     */
    public EventBridgeVerticle(EventBridgeConfig config, MeshView view, Clock clock) {
        this.config = config;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        EventMemory memory = new EventMemory(config, clock);
        Publisher publisher = new Publisher(bus, new DeclaredTopics(view), config, clock);
        return Future.all(List.of(
                        EventsContract.EVENT_PUBLISHED
                                .subscribe(bus, event -> hear(bus, memory, event))
                                .completion(),
                        EventsContract.PUBLISH_EVENT
                                .serve(bus, publisher::publish)
                                .completion(),
                        EventsContract.RECENT_EVENTS
                                .serveFor(bus, config.nodeId(), query -> Future.succeededFuture(memory.recent(query)))
                                .completion(),
                        EventsContract.TOPICS
                                .serve(bus, nothing -> Future.succeededFuture(memory.topics()))
                                .completion()))
                .onSuccess(v -> LOG.info("event=event_bridge_started topics={}", config.topics()));
    }

    private static void hear(EventBus bus, EventMemory memory, PublishedEvent event) {
        memory.remember(event);
        EventsContract.remembered(event.topic()).publish(bus, event);
    }
}
