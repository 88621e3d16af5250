package io.lotse.contracts.ledger;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** What the ledger takes of a disk. */
@Doc("What the ledger takes of the disk of one voter, and what is left there.")
public record LedgerStorage(
        @Doc("The folder, as the voter's host calls it") String folder,
        @Doc("The bytes that its log and its snapshots take") long sizeBytes,
        @Doc("When the state was last written down as a whole; absent before the first time") Instant snapshotAt,
        @Doc("The bytes that are free on that disk") long freeBytes,
        @Doc("Writes are refused while fewer bytes are free") long floorBytes,
        @Doc("Whether writes are refused for want of room") boolean refusing) {
    /** Whether the disk is not below its floor; where it is, another voter may still take the writes. */
    public boolean hasRoom() {
        return freeBytes >= floorBytes;
    }
}
