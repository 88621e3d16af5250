package io.lotse.meshview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.pcollections.HashPMap;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;

import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegisteredInstance;

/** Collects changes; joins and groups at the end, once for each instance and service that changed. */
final class SnapshotUpdate {
    private final MeshTables before;
    private TreePMap<String, Entry> entries;
    private TreePMap<String, Instance> instances;
    private HashPMap<String, Service> services;
    private TreePMap<String, Allocation> allocations;
    private TreePMap<String, HostFacts> hosts;
    private HashPMap<String, String> held;
    private MapPSet<String> heartbeating;
    /** Which ports to mark as taken or free, by the beginning of their keys: a set is copied once. */
    private final Map<String, Map<Integer, Boolean>> marked = new HashMap<>();

    private final Set<String> touched = new HashSet<>();
    private final Map<String, Set<String>> members = new HashMap<>();

    /** @param before what the changes are made to */
    SnapshotUpdate(MeshTables before) {
        this.before = before;
        this.entries = before.entries();
        this.instances = before.instances();
        this.services = before.services();
        this.allocations = before.allocations();
        this.hosts = before.hosts();
        this.held = before.held();
        this.heartbeating = before.heartbeating();
    }

    void take(Change change) {
        String key = change.key();
        Entry entry = change.entry();
        entries = entry == null ? entries.minus(key) : entries.plus(key, entry);
        if (key.startsWith(LedgerKeys.INSTANCES)) {
            touched.add(key.substring(LedgerKeys.INSTANCES.length()));
        } else if (key.startsWith(LedgerKeys.ALLOCATIONS)) {
            takeAllocation(key, entry);
        } else if (key.startsWith(LedgerKeys.HOSTS)) {
            String host = key.substring(LedgerKeys.HOSTS.length());
            hosts = entry == null ? hosts.minus(host) : hosts.plus(host, MeshTables.decode(entry, HostFacts.class));
        }
    }

    private void takeAllocation(String key, Entry entry) {
        Allocation former = allocations.get(key);
        if (former != null) {
            touched.add(former.serviceId());
            allocations = allocations.minus(key);
            mark(key, former.port(), false);
            if (key.equals(held.get(former.serviceId()))) {
                held = held.minus(former.serviceId());
            }
        }
        if (entry != null) {
            Allocation now = withPort(MeshTables.decode(entry, Allocation.class), key);
            touched.add(now.serviceId());
            allocations = allocations.plus(key, now);
            held = held.plus(now.serviceId(), key);
            mark(key, now.port(), true);
        }
    }

    private void mark(String key, int port, boolean isTaken) {
        marked.computeIfAbsent(MeshTables.portsOf(key), k -> new HashMap<>()).put(port, isTaken);
    }

    private HashPMap<String, PortSet> taken() {
        HashPMap<String, PortSet> result = before.taken();
        for (Map.Entry<String, Map<Integer, Boolean>> space : marked.entrySet()) {
            PortSet former = result.getOrDefault(space.getKey(), PortSet.EMPTY);
            result = result.plus(space.getKey(), former.with(space.getValue()));
        }
        return result;
    }

    private Allocation withPort(Allocation a, String key) {
        int port = Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
        return new Allocation(a.space(), a.protocol(), port, a.serviceId(), a.since(), a.verified());
    }

    MeshTables finish() {
        Set<String> names = new HashSet<>();
        touched.forEach(id -> join(id, names));
        names.forEach(this::regroup);
        return new MeshTables(entries, instances, services, allocations, hosts, held, taken(), heartbeating);
    }

    private void join(String id, Set<String> names) {
        Instance former = instances.get(id);
        if (former != null) {
            names.add(former.serviceName());
        }
        Entry entry = entries.get(LedgerKeys.instance(id));
        if (entry == null) {
            instances = instances.minus(id);
            heartbeating = heartbeating.minus(id);
            return;
        }
        RegisteredInstance registered = MeshTables.decode(entry, RegisteredInstance.class);
        heartbeating = registered.heartbeats() ? heartbeating.plus(id) : heartbeating.minus(id);
        Allocation allocation = held.containsKey(id) ? allocations.get(held.get(id)) : null;
        int port = allocation == null ? 0 : allocation.port();
        boolean verified = allocation != null && allocation.verified();
        Instance now = Instance.of(registered, port, verified, null, entry.modRevision());
        names.add(now.serviceName());
        instances = instances.plus(id, now);
        serviceIds(now.serviceName()).add(id);
    }

    private Set<String> serviceIds(String name) {
        return members.computeIfAbsent(name, n -> {
            Set<String> ids = new HashSet<>();
            Service service = before.services().get(n);
            if (service != null) {
                service.instances().forEach(i -> ids.add(i.serviceId()));
            }
            return ids;
        });
    }

    private void regroup(String name) {
        List<Instance> all = new ArrayList<>();
        for (String id : serviceIds(name)) {
            Instance instance = instances.get(id);
            if (instance != null && instance.serviceName().equals(name)) {
                all.add(instance);
            }
        }
        services = all.isEmpty() ? services.minus(name) : services.plus(name, Service.of(name, all));
    }
}
