package io.lotse.hostagent;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.meshview.MeshSnapshot;

/** The processes that own instances, as the view shows them; each record is read once. Any thread may ask. */
final class InstanceOwners {
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** @param revision of the record */
    record Known(long revision, InstanceProcesses owners) {}

    /** Empty where none is known. */
    Optional<Known> of(String serviceId, MeshSnapshot snapshot) {
        return snapshot.entry(LedgerKeys.process(serviceId))
                .map(entry -> read(serviceId, entry))
                .filter(read -> !read.owners().processes().isEmpty());
    }

    private Known read(String serviceId, Entry entry) {
        return known.compute(
                serviceId,
                (id, before) -> before != null && before.revision() == entry.modRevision()
                        ? before
                        : new Known(
                                entry.modRevision(),
                                ContractCodec.decode(new JsonObject(entry.value()), InstanceProcesses.class)));
    }

    /** Forgets those that are registered no more. */
    void retain(MeshSnapshot snapshot) {
        known.keySet().retainAll(snapshot.instances().keySet());
    }
}
