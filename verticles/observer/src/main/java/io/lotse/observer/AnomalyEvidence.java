package io.lotse.observer;

import java.time.Duration;

/**
 * What an anomaly shows in: a figure, and what it was at this hour on the days before.
 *
 * @param metric which figure, such as requests_per_second
 * @param value what it is, in the figure's unit
 * @param usual what it was at this hour, the median of the days before
 * @param usualLow the least that it was at this hour on any of these days
 * @param usualHigh the most that it was at this hour on any of these days
 * @param deviations how far outside it is, in the usual scatter between days
 * @param days how many days were compared
 * @param lasted for how long it has been so at least
 */
record AnomalyEvidence(
        String metric,
        double value,
        double usual,
        double usualLow,
        double usualHigh,
        double deviations,
        int days,
        Duration lasted) {}
