package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.Doc;

/** Instances that were deregistered. */
@Doc("Instances that were deregistered.")
public record DeregisteredInstances(@Doc("Their ids, sorted") List<String> serviceIds) {}
