package io.lotse.meshview;

import io.vertx.core.json.JsonObject;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.Instance;

/**
 * What a snapshot is made of: the ledger's entries, and what follows from them.
 *
 * @param entries by key
 * @param instances by id, joined with their ports
 * @param services by name
 * @param allocations by key
 * @param hosts by name
 * @param held key of the allocation by the id of the instance that holds it
 * @param taken ports by the beginning of their allocations' keys
 * @param heartbeating ids of the instances that ever sent a heartbeat
 */
record MeshTables(
        TreePMap<String, Entry> entries,
        TreePMap<String, Instance> instances,
        HashPMap<String, Service> services,
        TreePMap<String, Allocation> allocations,
        TreePMap<String, HostFacts> hosts,
        HashPMap<String, String> held,
        HashPMap<String, PortSet> taken,
        MapPSet<String> heartbeating) {

    static final MeshTables EMPTY = new MeshTables(
            TreePMap.empty(),
            TreePMap.empty(),
            HashTreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePSet.empty());

    /** The beginning of an allocation's key, up to its port. */
    static String portsOf(String allocationKey) {
        return allocationKey.substring(0, allocationKey.lastIndexOf('/') + 1);
    }

    static <T> T decode(Entry entry, Class<T> type) {
        return ContractCodec.decode(new JsonObject(entry.value()), type);
    }
}
