package io.lotse.observer;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;

/** Instances and nodes as the tests need them. */
final class Samples {
    static final String HOST = "host-a";
    static final Instant REGISTERED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private Samples() {}

    static RegisteredInstance registered(String id, String ipAddress, String healthPath, boolean heartbeats) {
        return registered(id, HOST, ipAddress, healthPath, heartbeats);
    }

    static RegisteredInstance registered(
            String id, String host, String ipAddress, String healthPath, boolean heartbeats) {
        return new RegisteredInstance(
                id,
                "orders",
                null,
                ipAddress,
                host,
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                null,
                null,
                "development",
                List.of(),
                healthPath,
                Map.of(),
                REGISTERED_AT,
                heartbeats);
    }

    static Instance instance(String id, String ipAddress, int port, String healthPath) {
        return Instance.of(registered(id, ipAddress, healthPath, false), port, true, null, 1);
    }

    /** At 127.0.0.1, with metadata. */
    static Instance instance(String id, int port, String healthPath, Map<String, String> metadata) {
        RegisteredInstance plain = registered(id, "127.0.0.1", healthPath, false);
        RegisteredInstance told = new RegisteredInstance(
                id,
                plain.serviceName(),
                null,
                plain.ipAddress(),
                plain.host(),
                plain.protocol(),
                plain.status(),
                null,
                null,
                null,
                plain.environment(),
                List.of(),
                healthPath,
                metadata,
                REGISTERED_AT,
                false);
        return Instance.of(told, port, true, null, 1);
    }

    static NodeInfo node(String name, String host) {
        return new NodeInfo(
                name + "-id",
                name,
                host,
                List.of("registry", ObserverConfig.ROLE),
                null,
                null,
                "127.0.0.1:5701",
                1,
                "test",
                REGISTERED_AT);
    }
}
