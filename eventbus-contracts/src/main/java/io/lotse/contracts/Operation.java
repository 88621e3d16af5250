package io.lotse.contracts;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;

/**
 * One thing that can be asked over the event bus: its address, what goes in, what comes back, and how it may fail.
 *
 * @param address where it is served, with its version: {@code lotse.registry.register.v1}
 * @param request the request's record
 * @param reply the reply's record
 * @param purpose what it is for, in a sentence
 * @param timeout how long a caller waits before it counts the outcome as unknown
 * @param failures the codes it may fail with, besides {@link ProblemCode#INVALID_REQUEST},
 *     {@link ProblemCode#NOT_READY}, {@link ProblemCode#OUTCOME_UNKNOWN} and {@link ProblemCode#INTERNAL}, which any
 *     operation may
 * @param place what it is served for, {@code host} or {@code node}: asked at {@code ADDRESS@PLACE} by {@link #callFor};
 *     null if it is served for everybody
 */
public record Operation<Q, R>(
        String address,
        Class<Q> request,
        Class<R> reply,
        String purpose,
        Duration timeout,
        Set<ProblemCode> failures,
        String place) {

    /** An operation that is served for everybody. */
    public Operation(
            String address,
            Class<Q> request,
            Class<R> reply,
            String purpose,
            Duration timeout,
            Set<ProblemCode> failures) {
        this(address, request, reply, purpose, timeout, failures, null);
    }

    /** The same, served for each host or each node by itself. */
    public Operation<Q, R> servedPer(String kindOfPlace) {
        return new Operation<>(address, request, reply, purpose, timeout, failures, kindOfPlace);
    }

    /**
     * Asks the nearest node that serves this: the own one, else any other.
     *
     * @return fails with a {@link ContractException}; with {@link ProblemCode#OUTCOME_UNKNOWN} if no answer came in time
     */
    public Future<R> call(EventBus bus, Q question) {
        return callAt(bus, address, question);
    }

    /**
     * Asks what serves this for one place only, a host or a node.
     *
     * @param place the host or node, as it was given to {@link #serveFor}
     * @return as {@link #call}
     */
    public Future<R> callFor(EventBus bus, String place, Q question) {
        return callAt(bus, address + "@" + place, question);
    }

    /** Answers this operation for everybody. Ready once the consumer's {@code completion()} has succeeded. */
    public MessageConsumer<JsonObject> serve(EventBus bus, Function<Q, Future<R>> handler) {
        return bus.consumer(address, message -> answer(message, handler));
    }

    /** Answers this operation for one host or node. Ready once the consumer's {@code completion()} has succeeded. */
    public MessageConsumer<JsonObject> serveFor(EventBus bus, String place, Function<Q, Future<R>> handler) {
        return bus.consumer(address + "@" + place, message -> answer(message, handler));
    }

    private Future<R> callAt(EventBus bus, String where, Q question) {
        JsonObject body = ContractCodec.encode(question);
        DeliveryOptions near =
                new DeliveryOptions().setSendTimeout(timeout.toMillis()).setLocalOnly(true);
        DeliveryOptions far = new DeliveryOptions().setSendTimeout(timeout.toMillis());
        return bus.<JsonObject>request(where, body, near)
                .recover(e -> nobodyHere(e) ? bus.request(where, body, far) : Future.failedFuture(e))
                .map(message -> ContractCodec.decode(message.body(), reply))
                .recover(e ->
                        Future.failedFuture(e instanceof ReplyException r ? ContractException.fromReply(r, where) : e));
    }

    private static boolean nobodyHere(Throwable e) {
        return e instanceof ReplyException r && r.failureType() == ReplyFailure.NO_HANDLERS;
    }

    private void answer(Message<JsonObject> message, Function<Q, Future<R>> handler) {
        Future<R> answer;
        try {
            answer = handler.apply(ContractCodec.decode(body(message), request));
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.map(ContractCodec::encode).onComplete(message::reply, e -> {
            // stages of the JDK wrap what a stage before them failed with
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            ContractException failure = cause instanceof ContractException c
                    ? c
                    : new ContractException(ProblemCode.INTERNAL, address + " failed: " + cause);
            message.fail(failure.code().number(), failure.toReplyText());
        });
    }

    /** Anybody may send to the bus, and anything: also what the type of the message rules out. */
    private static JsonObject body(Message<?> message) {
        if (message.body() instanceof JsonObject body) {
            return body;
        }
        throw new ContractException(ProblemCode.INVALID_REQUEST, "the request is no JSON object: send one");
    }
}
