package io.lotse.control;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.DeliveryClass;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.Publication;
import io.lotse.contracts.events.PublicationReceipt;

/** Events by topic: published through the node's event bridge, heard from the bus. */
final class EventHandlers {
    private final EventBus bus;
    private final TopicStreams streams;

    EventHandlers(EventBus bus, TopicStreams streams) {
        this.bus = bus;
        this.streams = streams;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("publish_events", this::publish, "hear_events", streams, "topics", this::topics);
    }

    private Future<?> publish(ApiRequest request) {
        RequestReader.checkEncoding(request.http());
        CloudEventReader read = CloudEventReader.read(
                request.http().headers(), request.context().body().buffer());
        return EventsContract.PUBLISH_EVENT
                .call(bus, new Publication(request.text("topic"), read.events()))
                .recover(e -> Future.failedFuture(inTermsOfTheRequest(e, read)))
                .compose(receipt -> accepted(request, receipt));
    }

    private static Future<Void> accepted(ApiRequest request, PublicationReceipt receipt) {
        request.response().setStatusCode(receipt.delivery() == DeliveryClass.DURABLE ? 201 : 202);
        return Answers.json(request.http(), receipt);
    }

    /** The bridge speaks of {@code events[0].id}: the client sent a header {@code ce-id}, or a field {@code id}. */
    private static Throwable inTermsOfTheRequest(Throwable failure, CloudEventReader read) {
        if (!(failure instanceof ContractException refused)
                || refused.code() != ProblemCode.INVALID_REQUEST
                || refused.errors().isEmpty()) {
            return failure;
        }
        List<FieldError> errors = refused.errors().stream()
                .map(e -> new FieldError(read.place(e.field()), e.message()))
                .toList();
        String all = errors.stream().map(e -> e.field() + " " + e.message()).collect(Collectors.joining("; "));
        return new ContractException(ProblemCode.INVALID_REQUEST, all, errors);
    }

    private Future<?> topics(ApiRequest request) {
        return EventsContract.TOPICS.call(bus, Empty.EMPTY).compose(topics -> Answers.json(request.http(), topics));
    }
}
