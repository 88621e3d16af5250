package io.lotse.contracts.verdicts;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** What an anomaly shows in. */
@Doc("What an anomaly shows in: a figure, and what it was at this hour on the days before.")
public record AnomalyEvidence(
        @Doc("Which figure, such as requests_per_second") String metric,
        @Doc("What it is, in the figure's unit") double value,
        @Doc("What it was at this hour, the median of the days before") double usual,
        @Doc("The least that it was at this hour on any of these days") double usualLow,
        @Doc("The most that it was at this hour on any of these days") double usualHigh,
        @Doc("How far outside it is, in the usual scatter between days") double deviations,
        @Doc(value = "How many days were compared", min = 0) int days,
        @Doc("For how long it has been so at least, seconds") Duration lasted) {}
