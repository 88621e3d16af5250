package io.lotse.contracts.reports;

import java.time.Instant;

import io.lotse.contracts.Doc;
import io.lotse.contracts.verdicts.Match;

/** What became of a recommendation that was applied: a figure before and after, over the same length of time. */
@Doc("What became of a recommendation that was applied: a figure before and after, over the same length of time.")
public record ChangeEffect(
        @Doc("What was applied") AppliedRecommendation recommendation,
        @Doc("Which figure was compared") String metric,
        @Doc("What became of it") EffectOutcome outcome,
        @Doc("What the windows before and after were matched by; absent where there were too few") Match matchedBy,
        @Doc("The beginning of the time before") Instant beforeFrom,
        @Doc("Its end") Instant beforeTo,
        @Doc("The beginning of the time after, some minutes behind the change") Instant afterFrom,
        @Doc("Its end") Instant afterTo,
        @Doc("The figure before, the median; absent if not measured") Double before,
        @Doc("The figure after, the median; absent if not measured") Double after,
        @Doc("The figure after by that before, under like conditions (Hodges-Lehmann); absent if not known")
                Double ratio,
        @Doc("The low end of the ratio's 95 % interval; absent if not known") Double ratioLow,
        @Doc("The high end of the ratio's 95 % interval; absent if not known") Double ratioHigh,
        @Doc("How probable so clear a difference is by chance, 0 to 1 (Mann-Whitney); absent if not known")
                Double chance,
        @Doc(value = "How many windows before were compared", min = 0) int windowsBefore,
        @Doc(value = "How many windows after were compared", min = 0) int windowsAfter,
        @Doc("The same for people") String detail) {}
