package io.lotse.eventlog;

import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.GroupState;

/**
 * What became of a command.
 *
 * @param failure the code; null where it went well
 * @param detail the failure's text
 * @param offsets those that were stored, or that it held for
 * @param unknown those that it did not hold for
 * @param group as it is now; null where it is about none
 * @param handed what a fetch hands out
 */
record Answer(
        ProblemCode failure,
        String detail,
        List<Long> offsets,
        List<Long> unknown,
        GroupState group,
        List<Handed> handed) {

    /**
     * An event that goes to a consumer.
     *
     * @param until in milliseconds since 1970, as the next
     * @param at when it was stored
     * @param body null where nobody asked this voter
     */
    record Handed(long offset, int attempt, long until, long at, byte[] body) {}

    static final Answer NOTHING = offsets(List.of());

    static Answer offsets(List<Long> offsets) {
        return new Answer(null, null, offsets, List.of(), null, List.of());
    }

    static Answer settled(List<Long> settled, List<Long> unknown) {
        return new Answer(null, null, settled, unknown, null, List.of());
    }

    static Answer of(GroupState group) {
        return new Answer(null, null, List.of(), List.of(), group, List.of());
    }

    static Answer handed(List<Handed> handed) {
        return new Answer(null, null, List.of(), List.of(), null, handed);
    }

    static Answer failed(ContractException e) {
        return new Answer(e.code(), e.getMessage(), List.of(), List.of(), null, List.of());
    }

    /** @throws ContractException the failure, if it is one */
    Answer orThrow() {
        if (failure != null) {
            throw new ContractException(failure, detail);
        }
        return this;
    }
}
