package io.lotse.control;

import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.LedgerStorage;

/**
 * Whether a node that has a copy of the ledger takes writes too.
 *
 * @param status "ready", or "read-only"
 * @param reason why it takes none, or leaves them to another voter, and what to do; null where all is well
 */
record Readiness(String status, String reason, ViewState view) {
    private static final String READY = "ready";
    private static final String READ_ONLY = "read-only";
    private static final long MEGABYTE = 1 << 20;

    /** @param ledger null if it did not answer: the node has lost touch with it */
    static Readiness of(LedgerStatus ledger, ViewState view) {
        if (ledger == null || !ledger.inTouch() || view.stale()) {
            return new Readiness(READ_ONLY, "the ledger is not in touch with a majority of its voters", view);
        }
        LedgerStorage disk = ledger.storage();
        if (disk == null || disk.hasRoom()) {
            return new Readiness(READY, null, view);
        }
        return new Readiness(disk.refusing() ? READ_ONLY : READY, noRoom(disk), view);
    }

    private static String noRoom(LedgerStorage disk) {
        return "the disk of the ledger is almost full: " + disk.freeBytes() / MEGABYTE + " MB are free in "
                + disk.folder() + ", and below " + disk.floorBytes() / MEGABYTE + " MB its voter takes no writes"
                + (disk.refusing() ? "" : "; a voter with room takes them")
                + ": make room there, or lower --ledger-disk-floor";
    }
}
