package io.lotse.contracts.ledger;

import java.util.List;

import io.lotse.contracts.Doc;

/** Which ledger this is and where its voters are. */
@Doc("Which ledger this is and where its voters are: what a joining node must know.")
public record LedgerDescriptor(
        @Doc("The ledger's id, a UUID; a node never changes it") String ledgerId,
        @Doc("embedded or postgres") String kind,
        @Doc("The voters; empty where the store is PostgreSQL") List<Voter> voters) {

    /** Kept by the nodes themselves. */
    public static final String EMBEDDED = "embedded";
    /** Kept in a PostgreSQL database that every node reaches by itself. */
    public static final String POSTGRES = "postgres";
}
