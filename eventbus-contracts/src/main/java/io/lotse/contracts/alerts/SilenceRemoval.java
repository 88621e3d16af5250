package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** Ends a silence. */
@Doc("Ends a silence.")
public record SilenceRemoval(@Doc("The silence's id") String id) {}
