package io.lotse.eventlog;

import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.Future;

import io.lotse.contracts.events.EventPage;
import io.lotse.contracts.events.GroupState;
import io.lotse.contracts.events.StoredTopic;

/**
 * What keeps durable events. Every method may be called on any thread and blocks none; futures complete on any thread and
 * fail with a {@link io.lotse.contracts.ContractException}: EVENT_LOG_UNAVAILABLE if nothing was done,
 * EVENT_LOG_DISK_FULL as well, OUTCOME_UNKNOWN if it may have been, UNKNOWN_GROUP.
 */
interface EventStore {

    /** Does what a command says; answered when it is on the disks of a majority, or committed by PostgreSQL. */
    Future<Answer> submit(Command command);

    /**
     * Reads events in their order.
     *
     * @param from an offset; null for none
     * @param since a time in milliseconds since 1970; null for none, and for the oldest event where there is no offset either
     */
    Future<EventPage> read(String topic, Long from, Long since, int max);

    Future<List<StoredTopic>> topics();

    /** @param topic null for all */
    Future<List<GroupState>> groups(String topic);

    /** Whether a fetch would lead to something: a hint, that spares the log commands that change nothing. */
    Future<Boolean> isReady(String topic, String group, long now);

    /** Tells topics of which something changed, from now on; on any thread. There is one listener. */
    void onChange(Consumer<String> listener);

    Future<Void> close();
}
