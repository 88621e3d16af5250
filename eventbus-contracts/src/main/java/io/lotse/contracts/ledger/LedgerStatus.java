package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** How the ledger looks from one node. */
@Doc("How the ledger looks from one node.")
public record LedgerStatus(
        @Doc("Which ledger") LedgerDescriptor ledger,
        @Doc("leader, follower, candidate or client (a node without a vote)") String role,
        @Doc("The leading voter's node name; absent while none is known") String leader,
        @Doc("The last revision that this node has seen") long revision,
        @Doc("The oldest revision whose changes can still be asked for") long compactedRevision,
        @Doc("Whether the node was in touch with a working majority lately") boolean inTouch) {}
