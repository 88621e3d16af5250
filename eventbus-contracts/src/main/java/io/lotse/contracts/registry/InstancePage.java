package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.Doc;

/** A page of instances. */
@Doc("A page of instances.")
public record InstancePage(
        @Doc("The instances, by id") List<Instance> items,
        @Doc("Where the next page begins; absent on the last") String next,
        @Doc("The ledger's revision that this is of") long revision) {}
