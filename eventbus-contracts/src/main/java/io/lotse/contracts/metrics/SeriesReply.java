package io.lotse.contracts.metrics;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** Figures over a span of time, as columns. */
@Doc("Figures over a span of time, as columns.")
public record SeriesReply(
        @Doc("Seconds from one value to the next where none is missing") Duration step,
        @Doc("The name of the node whose memory this is") String heldBy,
        @Doc("The figures that there are, by name") List<SeriesColumn> series) {}
