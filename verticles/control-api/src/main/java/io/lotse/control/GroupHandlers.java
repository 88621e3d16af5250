package io.lotse.control;

import java.util.HashMap;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Operation;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.GroupRemoval;
import io.lotse.contracts.events.GroupsQuery;

/** Groups of consumers of durable topics. */
final class GroupHandlers {
    private static final String TOPIC = "topic";
    private static final String GROUP = "group";

    private final EventBus bus;

    GroupHandlers(EventBus bus) {
        this.bus = bus;
    }

    Map<String, OperationHandler> byOperationId() {
        Map<String, OperationHandler> handlers = new HashMap<>();
        handlers.put("groups", this::list);
        handlers.put("put_group", passedOn(EventsContract.PUT_GROUP));
        handlers.put("remove_group", this::remove);
        handlers.put("seek_group", passedOn(EventsContract.SEEK_GROUP));
        handlers.put("fetch_events", passedOn(EventsContract.FETCH_EVENTS));
        handlers.put("ack_events", passedOn(EventsContract.ACK_EVENTS));
        handlers.put("nack_events", passedOn(EventsContract.NACK_EVENTS));
        handlers.put("extend_events", passedOn(EventsContract.EXTEND_EVENTS));
        return handlers;
    }

    private Future<?> list(ApiRequest request) {
        return EventsContract.GROUPS
                .call(bus, new GroupsQuery(request.text(TOPIC)))
                .compose(groups -> Answers.json(request.http(), groups));
    }

    private Future<?> remove(ApiRequest request) {
        return EventsContract.REMOVE_GROUP
                .call(bus, new GroupRemoval(request.text(TOPIC), request.text(GROUP)))
                .compose(v -> request.response().setStatusCode(204).end());
    }

    /** The body, with the topic and the group of the path. */
    private <Q extends Record, R> OperationHandler passedOn(Operation<Q, R> operation) {
        return request -> {
            JsonObject question =
                    request.body().copy().put(TOPIC, request.text(TOPIC)).put(GROUP, request.text(GROUP));
            return operation
                    .call(bus, ContractCodec.decode(question, operation.request()))
                    .compose(answer -> Answers.json(request.http(), answer));
        };
    }
}
