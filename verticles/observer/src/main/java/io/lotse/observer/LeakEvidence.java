package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;

/**
 * What a memory leak shows in: how the least that an instance holds grows.
 *
 * @param since when the run of the instance began that leaks
 * @param version the version that runs since then; null if not told
 * @param observed how long it was looked at
 * @param windows into how many windows that time was cut; the least of each was taken
 * @param floorBytes the least that it holds by now, bytes
 * @param bytesPerHour the growth of the floor, bytes an hour (Theil-Sen)
 * @param bytesPerHourLow the low end of the growth's 95 % interval
 * @param bytesPerHourHigh the high end of the growth's 95 % interval
 * @param chance how probable so clear a growth is by chance, 0 to 1 (Mann-Kendall)
 * @param limitBytes bytes that it may use; null if not told or not limited
 * @param toLimit until the floor reaches the limit; null without a limit
 * @param toLimitSoonest the same at the high end of the growth; null without a limit
 * @param toLimitLatest the same at the low end of the growth; null without a limit
 */
record LeakEvidence(
        Instant since,
        String version,
        Duration observed,
        int windows,
        double floorBytes,
        double bytesPerHour,
        double bytesPerHourLow,
        double bytesPerHourHigh,
        double chance,
        Double limitBytes,
        Duration toLimit,
        Duration toLimitSoonest,
        Duration toLimitLatest) {}
