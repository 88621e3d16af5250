package io.lotse.meshview;

import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.Instance;

/**
 * What a snapshot is made of: the ledger's entries, and what follows from them.
 *
 * @param entries by key
 * @param instances by id, joined with their ports
 * @param services by name
 * @param allocations by key
 * @param histories of ports that were given back, by key
 * @param reassignments by key
 * @param hosts by name
 * @param environments by name, also those that Lotse comes with
 * @param held keys of allocations by the id of the instance that holds them
 * @param taken ports by the beginning of their allocations' keys
 * @param heartbeating ids of the instances that ever sent a heartbeat
 */
record MeshTables(
        TreePMap<String, KeptEntry> entries,
        TreePMap<String, Instance> instances,
        HashPMap<String, Service> services,
        TreePMap<String, Allocation> allocations,
        TreePMap<String, PortHistory> histories,
        TreePMap<String, Reassignment> reassignments,
        TreePMap<String, HostFacts> hosts,
        TreePMap<String, Environment> environments,
        HashPMap<String, TreePVector<String>> held,
        HashPMap<String, PortSet> taken,
        MapPSet<String> heartbeating) {

    static final MeshTables EMPTY = new MeshTables(
            TreePMap.empty(),
            TreePMap.empty(),
            HashTreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            builtInEnvironments(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePSet.empty());

    private static TreePMap<String, Environment> builtInEnvironments() {
        TreePMap<String, Environment> all = TreePMap.empty();
        for (EnvironmentKind kind : EnvironmentKind.values()) {
            all = all.plus(kind.wireName(), Environment.builtIn(kind));
        }
        return all;
    }

    /** The beginning of an allocation's key, up to its port. */
    static String portsOf(String allocationKey) {
        return allocationKey.substring(0, allocationKey.lastIndexOf('/') + 1);
    }
}
