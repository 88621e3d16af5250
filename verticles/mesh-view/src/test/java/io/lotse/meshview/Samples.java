package io.lotse.meshview;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.MockMetadata;
import io.lotse.contracts.registry.RegisteredInstance;

/** Changes of a ledger. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Samples() {}

    static Change instance(long revision, String id, String service) {
        return instance(revision, id, service, InstanceStatus.ACTIVE, false);
    }

    static Change instance(long revision, String id, String service, InstanceStatus status, boolean heartbeats) {
        return instance(revision, id, service, status, heartbeats, "development", Map.of());
    }

    static Change mock(long revision, String id, String service, String environment) {
        Map<String, String> metadata = Map.of(MockMetadata.MOCK, "true");
        return instance(revision, id, service, InstanceStatus.ACTIVE, false, environment, metadata);
    }

    private static Change instance(
            long revision,
            String id,
            String service,
            InstanceStatus status,
            boolean heartbeats,
            String environment,
            Map<String, String> metadata) {
        RegisteredInstance instance = new RegisteredInstance(
                id,
                service,
                null,
                "127.0.0.1",
                "host-a",
                Protocol.TCP,
                status,
                null,
                null,
                null,
                environment,
                List.of(),
                null,
                metadata,
                NOON,
                heartbeats);
        return put(revision, LedgerKeys.instance(id), instance);
    }

    static Change allocation(long revision, int port, String id) {
        Allocation allocation = new Allocation("host-a", Protocol.TCP, null, id, NOON, true);
        return put(revision, LedgerKeys.allocation("host-a", Protocol.TCP, port), allocation);
    }

    static Change put(long revision, String key, Object value) {
        return new Change(
                revision, key, new Entry(key, ContractCodec.encode(value).getMap(), revision, revision));
    }

    static Change delete(long revision, String key) {
        return new Change(revision, key, null);
    }
}
