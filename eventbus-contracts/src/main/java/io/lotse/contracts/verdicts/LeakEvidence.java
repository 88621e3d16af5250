package io.lotse.contracts.verdicts;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** What a memory leak shows in. */
@Doc("What a memory leak shows in: how the least that an instance holds grows.")
public record LeakEvidence(
        @Doc("When the run of the instance began that leaks") Instant since,
        @Doc("The version that runs since then; absent if not told") String version,
        @Doc("How long it was looked at, seconds") Duration observed,
        @Doc(value = "Into how many windows that time was cut; the least of each was taken", min = 0) int windows,
        @Doc("The least that it holds by now, bytes") double floorBytes,
        @Doc("The growth of the floor, bytes an hour (Theil-Sen)") double bytesPerHour,
        @Doc("The low end of the growth's 95 % interval") double bytesPerHourLow,
        @Doc("The high end of the growth's 95 % interval") double bytesPerHourHigh,
        @Doc("How probable so clear a growth is by chance, 0 to 1 (Mann-Kendall)") double chance,
        @Doc("Bytes that it may use; absent if not told or not limited") Double limitBytes,
        @Doc("Until the floor reaches the limit, seconds; absent without a limit") Duration toLimit,
        @Doc("The same at the high end of the growth; absent without a limit") Duration toLimitSoonest,
        @Doc("The same at the low end of the growth; absent without a limit") Duration toLimitLatest) {}
