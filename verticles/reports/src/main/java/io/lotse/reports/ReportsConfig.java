package io.lotse.reports;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

import io.lotse.contracts.ContractException;

/**
 * What a node's reports room is told.
 *
 * @param nodeId the id of this run of the node, as the cluster knows it
 * @param node the node's name
 * @param schedule when reports of the mesh are made by themselves; null for never
 * @param target what an answer may take where neither the service's metadata nor a threshold says it
 * @param checkTimeOut how long the observer's health checks may take
 * @param timeOut how long gateways wait for the head of an answer where a route says nothing
 */
public record ReportsConfig(
        String nodeId, String node, Schedule schedule, Duration target, Duration checkTimeOut, Duration timeOut) {
    public static final Duration DEFAULT_TARGET = Duration.ofMillis(500);

    public ReportsConfig {
        if (nodeId == null || nodeId.isBlank() || node == null || node.isBlank()) {
            throw ContractException.invalid("node", "is missing: the launcher gives it");
        }
    }

    /**
     * A time of each day, or of one day of each week.
     *
     * @param day null for each day
     */
    public record Schedule(DayOfWeek day, LocalTime at, ZoneId zone) {
        /** Every day at six, by UTC. */
        public static final Schedule DEFAULT = new Schedule(null, LocalTime.of(6, 0), ZoneId.of("UTC"));

        /** The last time that was not after now. */
        public Instant last(Instant now) {
            ZonedDateTime there = now.atZone(zone);
            ZonedDateTime then = there.with(at);
            if (day != null) {
                then = then.with(TemporalAdjusters.previousOrSame(day));
            }
            if (then.isAfter(there)) {
                then = (day == null ? then.minusDays(1) : then.minusWeeks(1)).with(at);
            }
            return then.toInstant();
        }

        /** What such a report is about: the day or the week before. */
        public Duration period() {
            return day == null ? Duration.ofDays(1) : Duration.ofDays(7);
        }
    }
}
