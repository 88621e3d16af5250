package io.lotse.eventlog;

import java.util.Set;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/**
 * The node whose voter leads answers, for it knows all that was acknowledged and can add to it. Others pass the question on over
 * the event bus, and again while the voters choose.
 */
final class LeadersTurn implements Turns {
    private static final Set<ProblemCode> NOT_DONE = Set.of(ProblemCode.EVENT_LOG_UNAVAILABLE, ProblemCode.NOT_READY);
    private static final long PAUSE_MILLIS = 100;
    private static final long PATIENCE_NANOS = 6_000_000_000L;

    private final Vertx vertx;
    private final String node;
    private final RaftEventStore store;

    LeadersTurn(Vertx vertx, String node, RaftEventStore store) {
        this.vertx = vertx;
        this.node = node;
        this.store = store;
    }

    @Override
    public <Q, R> Future<R> ask(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own) {
        return ask(operation, question, own, System.nanoTime() + PATIENCE_NANOS);
    }

    @Override
    public <Q, R> Future<R> askOrRead(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own) {
        return once(operation, question, own).recover(e -> isNotDone(e) ? own.apply(question) : Future.failedFuture(e));
    }

    private <Q, R> Future<R> ask(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own, long until) {
        return once(operation, question, own)
                .recover(e -> isNotDone(e) && System.nanoTime() < until
                        ? vertx.timer(PAUSE_MILLIS).compose(t -> ask(operation, question, own, until))
                        : Future.failedFuture(e));
    }

    private <Q, R> Future<R> once(Operation<Q, R> operation, Q question, Function<Q, Future<R>> own) {
        if (store.leads()) {
            return own.apply(question);
        }
        String leader = store.leader();
        return leader == null || leader.equals(node)
                ? Future.failedFuture(RaftEventStore.unavailable("none of its voters leads a majority"))
                : operation.callFor(vertx.eventBus(), leader, question);
    }

    private static boolean isNotDone(Throwable e) {
        return e instanceof ContractException c && NOT_DONE.contains(c.code());
    }
}
