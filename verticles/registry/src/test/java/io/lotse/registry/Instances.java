package io.lotse.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.EnvironmentDefaults;

/** Registered instances, and when they expire. */
final class Instances {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Instances() {}

    static RegisteredInstance registered(String id, boolean heartbeats, List<String> dependencies) {
        return new RegisteredInstance(
                id,
                "orders",
                null,
                "127.0.0.1",
                Neighbours.HOST,
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                null,
                null,
                "development",
                dependencies,
                null,
                Map.of(),
                NOON,
                heartbeats);
    }

    /** The development environment's configuration, with another heartbeat timeout. */
    static EnvironmentConfig expiringAfter(Duration timeout) {
        EnvironmentConfig d = EnvironmentDefaults.of("development");
        return new EnvironmentConfig(
                d.environment(),
                d.serviceIpBase(),
                d.defaultPortRange(),
                d.reservedPorts(),
                d.serviceTypeRanges(),
                timeout,
                d.conflictResolutionStrategy());
    }

    static Instance needing(String id, String... dependencies) {
        return Instance.of(registered(id, false, List.of(dependencies)), 20_000, true, null, 1);
    }
}
