package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** Asks for an alert. */
@Doc("Asks for an alert.")
public record AlertLookup(@Doc("The alert's id, or the beginning of it") String id) {}
