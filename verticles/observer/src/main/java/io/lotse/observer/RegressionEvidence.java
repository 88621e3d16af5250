package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;

/**
 * What a latency regression shows in: how long a version takes and how long the one before took.
 *
 * @param versionBefore the version before; null if not told
 * @param versionAfter the version that is slower; null if not told
 * @param deployedAt when that version was deployed
 * @param matchedBy what the windows before and after were matched by
 * @param before the usual latency before, under like conditions
 * @param after the usual latency since
 * @param ratio the latency since by that before, under like conditions (Hodges-Lehmann)
 * @param ratioLow the low end of the ratio's 95 % interval
 * @param ratioHigh the high end of the ratio's 95 % interval
 * @param chance how probable so clear a difference is by chance, 0 to 1 (Mann-Whitney)
 * @param windowsBefore how many windows of ten minutes before were compared
 * @param windowsAfter how many windows of ten minutes since were compared
 */
record RegressionEvidence(
        String versionBefore,
        String versionAfter,
        Instant deployedAt,
        Match matchedBy,
        Duration before,
        Duration after,
        double ratio,
        double ratioLow,
        double ratioHigh,
        double chance,
        int windowsBefore,
        int windowsAfter) {}
