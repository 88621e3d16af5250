package io.lotse.contracts.metrics;

import java.util.List;

import io.lotse.contracts.Doc;

/** One figure over a span of time. */
@Doc("One figure over a span of time: two lists of the same length. Where nothing was measured there is no value.")
public record SeriesColumn(
        @Doc("Which figure; its name says its unit") String metric,
        @Doc("The beginning of the time that each value is for, in seconds since 1970, the oldest first")
                List<Long> times,
        @Doc("The values") List<Double> values) {}
