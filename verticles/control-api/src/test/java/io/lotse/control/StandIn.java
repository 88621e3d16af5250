package io.lotse.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.Operation;

/** Stands at the bus where another room would, remembers what it was asked and answers what a test wants. */
final class StandIn<Q, R> {
    private final List<Q> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Q, Future<R>> answer;

    private StandIn(Function<Q, Future<R>> answer) {
        this.answer = answer;
    }

    static <Q, R> StandIn<Q, R> serve(Vertx vertx, Operation<Q, R> operation, Function<Q, R> answer) {
        StandIn<Q, R> standIn = new StandIn<>(q -> Future.succeededFuture(answer.apply(q)));
        wait(operation.serve(vertx.eventBus(), standIn::take));
        return standIn;
    }

    /** As {@link #serve}, for one place. */
    static <Q, R> StandIn<Q, R> serveFor(Vertx vertx, String place, Operation<Q, R> operation, Function<Q, R> answer) {
        StandIn<Q, R> standIn = new StandIn<>(q -> Future.succeededFuture(answer.apply(q)));
        wait(operation.serveFor(vertx.eventBus(), place, standIn::take));
        return standIn;
    }

    private static void wait(MessageConsumer<?> consumer) {
        consumer.completion().toCompletionStage().toCompletableFuture().join();
    }

    private Future<R> take(Q question) {
        asked.add(question);
        return answer.apply(question);
    }

    void answers(Function<Q, R> newAnswer) {
        answer = q -> Future.succeededFuture(newAnswer.apply(q));
    }

    void failsWith(RuntimeException failure) {
        answer = q -> Future.failedFuture(failure);
    }

    List<Q> asked() {
        return asked;
    }

    Q last() {
        return asked.get(asked.size() - 1);
    }

    void forget() {
        asked.clear();
    }
}
