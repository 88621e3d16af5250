package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** Somebody says that they look after an alert. */
@Doc("Somebody says that they look after an alert.")
public record AlertAcknowledging(
        @Doc("The alert's id") String id,
        @Doc("Who") String author,
        @Doc("What is done about it; absent for nothing to say") String comment) {}
