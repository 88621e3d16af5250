package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** A node that keeps the embedded ledger and has a vote in it. */
@Doc("A node that keeps the embedded ledger and has a vote in it.")
public record Voter(@Doc("The node's name") String node, @Doc("Where it speaks Raft, HOST:PORT") String address) {}
