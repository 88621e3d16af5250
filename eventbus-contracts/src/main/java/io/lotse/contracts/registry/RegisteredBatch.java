package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.Doc;

/** Instances that were registered together. */
@Doc("Instances that were registered together.")
public record RegisteredBatch(
        @Doc("In the order of the registrations") List<Instance> items,
        @Doc("The ledger's revision that holds them all") long revision) {}
