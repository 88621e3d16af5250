package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.Doc;

/** Asks that many instances be forgotten and their ports released. */
@Doc("Asks that many instances be forgotten and their ports released; those that are gone already are passed over.")
public record BulkDeregistration(
        @Doc("All instances of this environment; absent to name them one by one") String environment,
        @Doc("The ids of the instances; absent to take an environment's") List<String> serviceIds) {}
