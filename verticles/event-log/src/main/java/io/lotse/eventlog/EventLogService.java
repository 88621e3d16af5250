package io.lotse.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.Operation;
import io.lotse.contracts.events.EventsContract;

/** Answers what is asked of durable topics, once the log is open. */
final class EventLogService {
    private final EventBus bus;
    private final String node;
    private final Supplier<Future<OpenLog>> opened;
    private final List<MessageConsumer<?>> served = new ArrayList<>();

    /**
     * A log that can be asked.
     *
     * @param store what to close in the end
     * @param turns whose turn it is to answer
     */
    record OpenLog(EventLog log, EventStore store, Turns turns) {}

    /** @param opened asked for every question: the log; fails where there is none */
    EventLogService(EventBus bus, String node, Supplier<Future<OpenLog>> opened) {
        this.bus = bus;
        this.node = node;
        this.opened = opened;
    }

    /** From now on; ready when all of these are. */
    List<MessageConsumer<?>> serve() {
        change(EventsContract.STORE_EVENTS, EventLog::store);
        change(EventsContract.PUT_GROUP, EventLog::put);
        change(EventsContract.REMOVE_GROUP, EventLog::remove);
        change(EventsContract.SEEK_GROUP, EventLog::seek);
        change(EventsContract.FETCH_EVENTS, EventLog::fetch);
        change(EventsContract.ACK_EVENTS, EventLog::ack);
        change(EventsContract.NACK_EVENTS, EventLog::nack);
        change(EventsContract.EXTEND_EVENTS, EventLog::extend);
        read(EventsContract.READ_EVENTS, EventLog::read);
        read(EventsContract.STORED_TOPICS, (log, nothing) -> log.topics());
        read(EventsContract.GROUPS, EventLog::groups);
        read(EventsContract.DEAD_LETTERS, EventLog::deadLetters);
        return served;
    }

    private <Q, R> void change(Operation<Q, R> operation, BiFunction<EventLog, Q, Future<R>> answer) {
        served.add(operation.serve(bus, q -> opened.get()
                .compose(open -> open.turns().ask(operation, q, asked -> answer.apply(open.log(), asked)))));
        alone(operation, answer);
    }

    private <Q, R> void read(Operation<Q, R> operation, BiFunction<EventLog, Q, Future<R>> answer) {
        served.add(operation.serve(bus, q -> opened.get()
                .compose(open -> open.turns().askOrRead(operation, q, asked -> answer.apply(open.log(), asked)))));
        alone(operation, answer);
    }

    /** For those who know that this node leads. */
    private <Q, R> void alone(Operation<Q, R> operation, BiFunction<EventLog, Q, Future<R>> answer) {
        served.add(operation.serveFor(bus, node, q -> opened.get().compose(open -> answer.apply(open.log(), q))));
    }
}
