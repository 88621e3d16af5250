package io.lotse.contracts.alerts;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** Something that happened to an alert. */
@Doc("Something that happened to an alert.")
public record AlertChange(
        @Doc("When") Instant at, @Doc("What") AlertChangeKind change, @Doc("The same for people") String detail) {}
