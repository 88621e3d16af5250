package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** Something that a label must be. */
@Doc("Something that a label must be.")
public record AlertMatcher(
        @Doc("The label's name, such as service, severity or kind") String label,
        @Doc("What it must be, empty for a label that is not there; absent where a pattern says it") String value,
        @Doc("A regular expression that all of it must match; absent where a value says it") String pattern,
        @Doc("Whether it must be anything but that; absent for no") Boolean not) {}
