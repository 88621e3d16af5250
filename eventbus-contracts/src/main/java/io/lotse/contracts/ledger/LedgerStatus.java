package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** How the ledger looks from one node. */
@Doc("How the ledger looks from one node.")
public record LedgerStatus(
        @Doc("Which ledger") LedgerDescriptor ledger,
        @Doc("leader, follower, candidate or client (a node without a vote, and any where the store is PostgreSQL)")
                String role,
        @Doc(
                        "The leading voter's node name, or HOST:PORT/DATABASE where the store is PostgreSQL; absent while none is known")
                String leader,
        @Doc("The last revision that this node has seen") long revision,
        @Doc("The oldest revision whose changes can still be asked for") long compactedRevision,
        @Doc("Whether the node was in touch with a working majority lately") boolean inTouch,
        @Doc("What it takes of the disk of the voter that was asked; absent where no voter of ours keeps it")
                LedgerStorage storage) {

    /** Without what is known of a disk. */
    public LedgerStatus(
            LedgerDescriptor ledger,
            String role,
            String leader,
            long revision,
            long compactedRevision,
            boolean inTouch) {
        this(ledger, role, leader, revision, compactedRevision, inTouch, null);
    }
}
