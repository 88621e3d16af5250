package io.lotse.contracts.verdicts;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** What a latency regression shows in. */
@Doc("What a latency regression shows in: how long a version takes and how long the one before took.")
public record RegressionEvidence(
        @Doc("The version before; absent if not told") String versionBefore,
        @Doc("The version that is slower; absent if not told") String versionAfter,
        @Doc("When that version was deployed") Instant deployedAt,
        @Doc("What the windows before and after were matched by") Match matchedBy,
        @Doc("The usual latency before, under like conditions, seconds") Duration before,
        @Doc("The usual latency since, seconds") Duration after,
        @Doc("The latency since by that before, under like conditions (Hodges-Lehmann)") double ratio,
        @Doc("The low end of the ratio's 95 % interval") double ratioLow,
        @Doc("The high end of the ratio's 95 % interval") double ratioHigh,
        @Doc("How probable so clear a difference is by chance, 0 to 1 (Mann-Whitney)") double chance,
        @Doc(value = "How many windows of ten minutes before were compared", min = 0) int windowsBefore,
        @Doc(value = "How many windows of ten minutes since were compared", min = 0) int windowsAfter) {}
