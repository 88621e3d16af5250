package io.lotse.contracts.ports;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** How ports are given and instances watched in one environment. */
@Doc("How ports are given and instances watched in one environment.")
public record EnvironmentConfig(
        @Doc("The name of its environment") String environment,
        @Doc("The address of a registration that names none") String serviceIpBase,
        @Doc("The ports for services whose type has no range of its own") PortRange defaultPortRange,
        @Doc("Ports and spans of ports that are never given") List<PortSpan> reservedPorts,
        @Doc("The ports by service type") Map<String, PortRange> serviceTypeRanges,
        @Doc("An instance whose heartbeats stop for so long becomes inactive; seconds") Duration heartbeatTimeout,
        @Doc("What to do when the wished port is taken: next-free, fail, random or reassign")
                ConflictStrategy conflictResolutionStrategy,
        @Doc("A port that was given back is not given to another service for so long; seconds, absent for 60")
                Duration portQuarantine,
        @Doc(
                        value =
                                "How much of each range, counted from its end, is given first to those that wish no port,"
                                        + " so that wishes in the rest are seldom taken; percent, absent for 50, 100 for all"
                                        + " of it from its beginning",
                        min = 1,
                        max = 100)
                Integer dynamicBandPercent,
        @Doc("A holder that was asked to leave its port has so long to answer; seconds, absent for 300")
                Duration reassignmentTimeout) {
    private static final Duration PORT_QUARANTINE = Duration.ofSeconds(60);
    private static final int DYNAMIC_BAND_PERCENT = 50;
    private static final Duration REASSIGNMENT_TIMEOUT = Duration.ofMinutes(5);

    public EnvironmentConfig {
        reservedPorts = reservedPorts == null ? List.of() : List.copyOf(reservedPorts);
        serviceTypeRanges = serviceTypeRanges == null ? Map.of() : Map.copyOf(serviceTypeRanges);
        portQuarantine = portQuarantine == null ? PORT_QUARANTINE : portQuarantine;
        dynamicBandPercent = dynamicBandPercent == null ? DYNAMIC_BAND_PERCENT : dynamicBandPercent;
        reassignmentTimeout = reassignmentTimeout == null ? REASSIGNMENT_TIMEOUT : reassignmentTimeout;
    }

    /** A configuration with the usual values for what is seldom changed. */
    public EnvironmentConfig(
            String environment,
            String serviceIpBase,
            PortRange defaultPortRange,
            List<PortSpan> reservedPorts,
            Map<String, PortRange> serviceTypeRanges,
            Duration heartbeatTimeout,
            ConflictStrategy conflictResolutionStrategy) {
        this(
                environment,
                serviceIpBase,
                defaultPortRange,
                reservedPorts,
                serviceTypeRanges,
                heartbeatTimeout,
                conflictResolutionStrategy,
                null,
                null,
                null);
    }
}
