package io.lotse.control;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.PublishedEvent;

/** The clients of one topic. It hears the topic as long as it has one. */
final class TopicStream {
    private final MessageConsumer<JsonObject> consumer;
    private final Consumer<TopicStream> onEmpty;
    private final Set<TopicListener> listeners = new HashSet<>();

    /** @param onEmpty told once the last client is gone, and the topic is no longer heard */
    TopicStream(EventBus bus, String topic, Consumer<TopicStream> onEmpty) {
        this.onEmpty = onEmpty;
        this.consumer = EventsContract.remembered(topic).subscribe(bus, this::tell);
    }

    /** Once the topic is heard. */
    Future<Void> ready() {
        return consumer.completion();
    }

    void enter(TopicListener listener) {
        listeners.add(listener);
    }

    void leave(TopicListener listener) {
        if (listeners.remove(listener) && listeners.isEmpty()) {
            consumer.unregister();
            onEmpty.accept(this);
        }
    }

    private void tell(PublishedEvent event) {
        if (event.position() == null || event.event() == null || event.event().type() == null) {
            // not from a bridge
            return;
        }
        Buffer encoded = TopicListener.encode(event);
        List.copyOf(listeners).forEach(listener -> listener.tell(event.position(), encoded));
    }

    void sendToAll(Buffer text) {
        List.copyOf(listeners).forEach(listener -> listener.send(text));
    }
}
