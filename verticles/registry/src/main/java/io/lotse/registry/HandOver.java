package io.lotse.registry;

import java.util.List;

import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Reassignment;

/** The moment at which a port changes hands. */
final class HandOver {
    private HandOver() {}

    /**
     * Makes the asker hold the port, beside its own until it has moved there.
     *
     * @param granted the request with the time at which it was granted
     * @param verified whether the host's agent saw the port when its holder was given it
     */
    static List<Mutation> mutations(Reassignment granted, boolean verified) {
        Allocation allocation = new Allocation(
                granted.space(), granted.protocol(), null, granted.asker(), granted.grantedAt(), verified);
        return List.of(
                Mutation.put(LedgerKeys.allocation(granted.space(), granted.protocol(), granted.port()), allocation),
                Mutation.put(LedgerKeys.reassignment(granted.space(), granted.protocol(), granted.port()), granted));
    }
}
