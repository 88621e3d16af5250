package io.lotse.registry;

import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegisteredInstance;

/**
 * What the ledger keeps with the outcome of a registration, to give the same answer again.
 *
 * @param instance as it was registered
 * @param allocation without its port, which the claimed key tells
 * @param pendingPort the port that its holder was asked to leave; null for none
 */
record RegisterMemo(RegisteredInstance instance, Allocation allocation, Integer pendingPort) {
    /** Several that were registered together. */
    private record Batch(List<RegisterMemo> items) {}

    static RegisterMemo from(Map<String, Object> memo) {
        return ContractCodec.decode(new JsonObject(memo), RegisterMemo.class);
    }

    static List<RegisterMemo> batchFrom(Map<String, Object> memo) {
        return ContractCodec.decode(new JsonObject(memo), Batch.class).items();
    }

    /** What is kept for several together. */
    static Object batch(List<RegisterMemo> items) {
        return new Batch(items);
    }

    Allocation allocationAt(String key) {
        int port = Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
        return new Allocation(
                allocation.space(),
                allocation.protocol(),
                port,
                allocation.serviceId(),
                allocation.since(),
                allocation.verified());
    }

    /** The instance as it was answered. */
    Instance instanceAt(String key, long revision) {
        return Instance.of(instance, allocationAt(key).port(), allocation.verified(), null, revision, pendingPort);
    }
}
