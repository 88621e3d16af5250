package io.lotse.meshview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.json.JsonObject;
import org.pcollections.HashPMap;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegisteredInstance;

/** Collects changes; joins and groups at the end, once for each instance and service that changed. */
final class SnapshotUpdate {
    private final MeshTables before;
    private TreePMap<String, KeptEntry> entries;
    private TreePMap<String, Instance> instances;
    private HashPMap<String, Service> services;
    private TreePMap<String, Allocation> allocations;
    private TreePMap<String, PortHistory> histories;
    private TreePMap<String, Reassignment> reassignments;
    private TreePMap<String, HostFacts> hosts;
    private TreePMap<String, Environment> environments;
    private HashPMap<String, TreePVector<String>> held;
    private MapPSet<String> heartbeating;
    /** Which ports to mark as taken or free, by the beginning of their keys: a set is copied once. */
    private final Map<String, Map<Integer, Boolean>> marked = new HashMap<>();

    private final Set<String> touched = new HashSet<>();
    /** What was decoded on the way, by id: it is not decoded again. */
    private final Map<String, RegisteredInstance> registered = new HashMap<>();

    private final Map<String, Set<String>> members = new HashMap<>();

    /** @param before what the changes are made to */
    SnapshotUpdate(MeshTables before) {
        this.before = before;
        this.entries = before.entries();
        this.instances = before.instances();
        this.services = before.services();
        this.allocations = before.allocations();
        this.histories = before.histories();
        this.reassignments = before.reassignments();
        this.hosts = before.hosts();
        this.environments = before.environments();
        this.held = before.held();
        this.heartbeating = before.heartbeating();
    }

    void take(Change change) {
        String key = change.key();
        Entry entry = change.entry();
        entries = entry == null ? entries.minus(key) : entries.plus(key, KeptEntry.of(entry));
        if (key.startsWith(LedgerKeys.INSTANCES)) {
            takeInstance(key.substring(LedgerKeys.INSTANCES.length()), entry);
        } else if (key.startsWith(LedgerKeys.ALLOCATIONS)) {
            takeAllocation(key, entry);
        } else if (key.startsWith(LedgerKeys.RELEASED)) {
            histories = entry == null ? histories.minus(key) : histories.plus(key, decode(entry, PortHistory.class));
        } else if (key.startsWith(LedgerKeys.REASSIGNMENTS)) {
            takeReassignment(key, entry);
        } else if (key.startsWith(LedgerKeys.HOSTS)) {
            String host = key.substring(LedgerKeys.HOSTS.length());
            hosts = entry == null ? hosts.minus(host) : hosts.plus(host, decode(entry, HostFacts.class));
        } else if (key.startsWith(LedgerKeys.ENVIRONMENTS)) {
            String name = key.substring(LedgerKeys.ENVIRONMENTS.length());
            environments = entry == null
                    ? environments.minus(name)
                    : environments.plus(name, decode(entry, Environment.class));
        }
    }

    private void takeInstance(String id, Entry entry) {
        touched.add(id);
        if (entry == null) {
            registered.remove(id);
        } else {
            registered.put(id, decode(entry, RegisteredInstance.class));
        }
    }

    private static <T> T decode(Entry entry, Class<T> type) {
        return ContractCodec.decode(new JsonObject(entry.value()), type);
    }

    private void takeAllocation(String key, Entry entry) {
        Allocation former = allocations.get(key);
        if (former != null) {
            touched.add(former.serviceId());
            allocations = allocations.minus(key);
            mark(key, former.port(), false);
            TreePVector<String> rest = heldBy(former.serviceId()).minus(key);
            held = rest.isEmpty() ? held.minus(former.serviceId()) : held.plus(former.serviceId(), rest);
        }
        if (entry != null) {
            Allocation now = withPort(decode(entry, Allocation.class), key);
            touched.add(now.serviceId());
            allocations = allocations.plus(key, now);
            held = held.plus(now.serviceId(), heldBy(now.serviceId()).plus(key));
            mark(key, now.port(), true);
        }
    }

    private TreePVector<String> heldBy(String serviceId) {
        return held.getOrDefault(serviceId, TreePVector.empty());
    }

    private void takeReassignment(String key, Entry entry) {
        Reassignment former = reassignments.get(key);
        if (former != null) {
            touched.add(former.asker());
            reassignments = reassignments.minus(key);
        }
        if (entry != null) {
            Reassignment now = decode(entry, Reassignment.class);
            touched.add(now.asker());
            reassignments = reassignments.plus(key, now);
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
        return new MeshTables(
                entries,
                instances,
                services,
                allocations,
                histories,
                reassignments,
                hosts,
                environments,
                held,
                taken(),
                heartbeating);
    }

    private void join(String id, Set<String> names) {
        Instance former = instances.get(id);
        if (former != null) {
            names.add(former.serviceName());
        }
        KeptEntry entry = entries.get(LedgerKeys.instance(id));
        if (entry == null) {
            instances = instances.minus(id);
            heartbeating = heartbeating.minus(id);
            return;
        }
        RegisteredInstance now = registered.containsKey(id) ? registered.get(id) : entry.as(RegisteredInstance.class);
        heartbeating = now.heartbeats() ? heartbeating.plus(id) : heartbeating.minus(id);
        Integer pendingPort = pendingPort(id);
        Allocation allocation = listening(id, pendingPort);
        int port = allocation == null ? 0 : allocation.port();
        boolean verified = allocation != null && allocation.verified();
        names.add(now.serviceName());
        instances = instances.plus(id, Instance.of(now, port, verified, null, entry.modRevision(), pendingPort));
        serviceIds(now.serviceName()).add(id);
    }

    /** The port that the instance waits for, or has yet to move to; null for none. */
    private Integer pendingPort(String id) {
        return reassignments.values().stream()
                .filter(r -> r.asker().equals(id))
                .map(Reassignment::port)
                .findFirst()
                .orElse(null);
    }

    /** Where the instance listens: not where it has yet to move to. */
    private Allocation listening(String id, Integer pendingPort) {
        return heldBy(id).stream()
                .map(allocations::get)
                .filter(a -> !a.port().equals(pendingPort))
                .findFirst()
                .orElse(null);
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
