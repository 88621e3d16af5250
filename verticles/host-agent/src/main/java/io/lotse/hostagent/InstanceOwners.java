package io.lotse.hostagent;

import java.util.Optional;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.meshview.MeshSnapshot;

/** The processes that own instances, as the view shows them. */
final class InstanceOwners {
    private InstanceOwners() {}

    /** Empty where none is known. */
    static Optional<InstanceProcesses> of(String serviceId, MeshSnapshot snapshot) {
        return snapshot.entry(LedgerKeys.process(serviceId))
                .map(InstanceOwners::decode)
                .filter(owners -> !owners.processes().isEmpty());
    }

    static InstanceProcesses decode(Entry entry) {
        return ContractCodec.decode(new JsonObject(entry.value()), InstanceProcesses.class);
    }
}
