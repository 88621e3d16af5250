package io.lotse.contracts.ledger;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** An import of a ledger file that has begun and has not ended. */
@Doc("An import of an exported ledger that has begun; gone when all of it is made.")
public record LedgerImport(
        @Doc("The file's checksum: the same file goes on where this one stopped") String sha256,
        @Doc("Whether what the ledger held and the file does not is removed") boolean replace,
        @Doc("The number of entries to take over") long entries,
        @Doc("How many of them are taken over") long done,
        @Doc("The key that was taken over last; absent before the first") String lastKey,
        @Doc("When it began") Instant startedAt) {}
