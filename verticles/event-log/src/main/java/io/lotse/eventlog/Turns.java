package io.lotse.eventlog;

import java.util.function.Function;

import io.vertx.core.Future;

import io.lotse.contracts.Operation;

/** Whose turn it is to answer a question. */
interface Turns {

    /** Answers, or lets another node answer. */
    <Q, R> Future<R> ask(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own);

    /** As {@link #ask}, and answers itself where no other node can: what it knows may be a moment old. */
    <Q, R> Future<R> askOrRead(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own);

    /** Where every node is as good as another. */
    Turns OF_ANYBODY = new Turns() {
        @Override
        public <Q, R> Future<R> ask(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own) {
            return own.apply(question);
        }

        @Override
        public <Q, R> Future<R> askOrRead(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own) {
            return own.apply(question);
        }
    };
}
