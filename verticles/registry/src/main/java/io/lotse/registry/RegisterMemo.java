package io.lotse.registry;

import java.util.Map;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.RegisteredInstance;

/**
 * What the ledger keeps with the outcome of a registration, to give the same answer again.
 *
 * @param instance as it was registered
 * @param allocation without its port, which the claimed key tells
 */
record RegisterMemo(RegisteredInstance instance, Allocation allocation) {
    static RegisterMemo from(Map<String, Object> memo) {
        return ContractCodec.decode(new JsonObject(memo), RegisterMemo.class);
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
}
