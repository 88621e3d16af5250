package io.lotse.control;

import java.time.Duration;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Empty;
import io.lotse.contracts.events.DeadLettersQuery;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.EventsQuery;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.contracts.events.TopicPattern;

/** What is declared about topics, and what durable ones hold. */
final class DurableHandlers {
    private static final String TOPIC = "topic";
    private static final String PATTERN = "pattern";
    private static final String FROM = "from";
    private static final String MAX = "max";

    private final EventBus bus;

    DurableHandlers(EventBus bus) {
        this.bus = bus;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "declared_topics", this::declared,
                "declare_topics", this::declare,
                "withdraw_topics", this::withdraw,
                "read_events", this::read,
                "dead_letters", this::deadLetters);
    }

    private Future<?> declared(ApiRequest request) {
        return EventsContract.DECLARED_TOPICS
                .call(bus, Empty.EMPTY)
                .compose(topics -> Answers.json(request.http(), topics));
    }

    private Future<?> declare(ApiRequest request) {
        JsonObject declaration = request.body().copy().put(PATTERN, request.text(PATTERN));
        return EventsContract.DECLARE_TOPIC
                .call(bus, ContractCodec.decode(declaration, TopicDeclaration.class))
                .compose(declared -> Answers.json(request.http(), declared));
    }

    private Future<?> withdraw(ApiRequest request) {
        return EventsContract.WITHDRAW_TOPIC
                .call(bus, new TopicPattern(request.text(PATTERN)))
                .compose(v -> request.response().setStatusCode(204).end());
    }

    private Future<?> read(ApiRequest request) {
        Integer seconds = request.number("wait_for");
        EventsQuery query = new EventsQuery(
                request.text(TOPIC),
                request.position(FROM),
                request.time("since"),
                request.number(MAX),
                seconds == null ? null : Duration.ofSeconds(seconds));
        return EventsContract.READ_EVENTS.call(bus, query).compose(page -> Answers.json(request.http(), page));
    }

    private Future<?> deadLetters(ApiRequest request) {
        DeadLettersQuery query = new DeadLettersQuery(request.text(TOPIC), request.position(FROM), request.number(MAX));
        return EventsContract.DEAD_LETTERS.call(bus, query).compose(letters -> Answers.json(request.http(), letters));
    }
}
