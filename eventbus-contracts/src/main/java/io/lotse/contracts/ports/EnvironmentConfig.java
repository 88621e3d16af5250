package io.lotse.contracts.ports;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** How ports are given and instances watched in one environment. */
@Doc("How ports are given and instances watched in one environment.")
public record EnvironmentConfig(
        @Doc("development, test or production") String environment,
        @Doc("The address of a registration that names none") String serviceIpBase,
        @Doc("The ports for services whose type has no range of its own") PortRange defaultPortRange,
        @Doc(value = "Ports that are never given", min = 1, max = 65_535) List<Integer> reservedPorts,
        @Doc("The ports by service type") Map<String, PortRange> serviceTypeRanges,
        @Doc("An instance whose heartbeats stop for so long becomes inactive; seconds") Duration heartbeatTimeout,
        @Doc("What to do when the wished port is taken: next-free, fail or random")
                ConflictStrategy conflictResolutionStrategy) {

    public EnvironmentConfig {
        reservedPorts = reservedPorts == null ? List.of() : List.copyOf(reservedPorts);
        serviceTypeRanges = serviceTypeRanges == null ? Map.of() : Map.copyOf(serviceTypeRanges);
    }
}
