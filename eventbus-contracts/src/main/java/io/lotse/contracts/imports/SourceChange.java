package io.lotse.contracts.imports;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** A node reaches what it imports instances from, does not reach it any more, or not for another reason. */
@Doc("A node reaches what it imports instances from, does not reach it any more, or not for another reason.")
public record SourceChange(
        @Doc("What the instances' metadata name under imported_from, such as docker:HOST") String source,
        @Doc("The name of the node that imports from there") String node,
        @Doc("Whether it is reached: as long as it is not, what was imported stays as it is") boolean reachable,
        @Doc("Why, for people") String detail,
        @Doc("When") Instant at) {}
