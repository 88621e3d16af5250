package io.lotse.contracts.registry;

import java.util.List;

import io.lotse.contracts.Doc;

/** The order in which instances should be started. */
@Doc("The order in which instances should be started, by their dependencies.")
public record StartOrder(
        @Doc("Service ids in stages: those of a stage need only those of earlier stages") List<List<String>> stages,
        @Doc("Dependencies that are named but no longer registered") List<String> missing) {}
