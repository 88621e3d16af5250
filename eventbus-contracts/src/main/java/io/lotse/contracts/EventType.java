package io.lotse.contracts;

import java.util.function.Consumer;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

/**
 * One kind of fact that is told over the event bus, at most once to each listener.
 *
 * @param name the fact, in the past tense: {@code InstanceRegistered}
 * @param address where it is told, with its version
 * @param record what it says
 * @param reach who hears it
 * @param purpose what it is for, in a sentence
 */
public record EventType<E>(String name, String address, Class<E> record, Reach reach, String purpose) {

    /** Who hears an event. */
    public enum Reach {
        /** The parts of the node that tells it. */
        NODE,
        /** Every node and every Vert.x application that joined the cluster. */
        MESH
    }

    /** Tells the fact; nobody need listen. */
    public void publish(EventBus bus, E event) {
        bus.publish(address, ContractCodec.encode(event), new DeliveryOptions().setLocalOnly(reach == Reach.NODE));
    }

    /** Hears the fact. Ready once the consumer's {@code completion()} has succeeded. */
    public MessageConsumer<JsonObject> subscribe(EventBus bus, Consumer<E> handler) {
        MessageConsumer<JsonObject> consumer = reach == Reach.NODE ? bus.localConsumer(address) : bus.consumer(address);
        return consumer.handler(message -> handler.accept(ContractCodec.decode(message.body(), record)));
    }
}
