package io.lotse.meshview;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

import io.vertx.core.json.JsonObject;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;
import org.pcollections.TreePMap;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegisteredInstance;

/**
 * The mesh as of one revision of the ledger: immutable, decoded and joined once per change, so that a read costs a
 * look-up in memory.
 */
public final class MeshSnapshot {
    /** Nothing yet. */
    public static final MeshSnapshot EMPTY = new MeshSnapshot(
            0,
            TreePMap.empty(),
            TreePMap.empty(),
            HashTreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePSet.empty());

    private final long revision;
    private final TreePMap<String, Entry> entries;
    private final TreePMap<String, Instance> instances;
    private final HashPMap<String, Service> services;
    private final TreePMap<String, Allocation> allocations;
    private final TreePMap<String, HostFacts> hosts;
    /** Key of the allocation by the id of the instance that holds it. */
    private final HashPMap<String, String> held;
    /** The ports that are allocated, by the beginning of their allocations' keys. */
    private final HashPMap<String, PortSet> taken;
    /** The ids of the instances that ever sent a heartbeat. */
    private final MapPSet<String> heartbeating;

    private MeshSnapshot(
            long revision,
            TreePMap<String, Entry> entries,
            TreePMap<String, Instance> instances,
            HashPMap<String, Service> services,
            TreePMap<String, Allocation> allocations,
            TreePMap<String, HostFacts> hosts,
            HashPMap<String, String> held,
            HashPMap<String, PortSet> taken,
            MapPSet<String> heartbeating) {
        this.revision = revision;
        this.entries = entries;
        this.instances = instances;
        this.services = services;
        this.allocations = allocations;
        this.hosts = hosts;
        this.held = held;
        this.taken = taken;
        this.heartbeating = heartbeating;
    }

    /** The ledger's revision that this is of. */
    public long revision() {
        return revision;
    }

    public Optional<Instance> instance(String serviceId) {
        return Optional.ofNullable(instances.get(serviceId));
    }

    /** All instances, by id. */
    public SortedMap<String, Instance> instances() {
        return instances;
    }

    /** The service of this name; empty if no instance of it is registered. */
    public Optional<Service> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    /** All services, by name, in no order. */
    public Map<String, Service> services() {
        return services;
    }

    /** Who holds this port; empty if it is free. */
    public Optional<Allocation> allocation(String space, Protocol protocol, int port) {
        return Optional.ofNullable(allocations.get(LedgerKeys.allocation(space, protocol, port)));
    }

    /** All allocations, by their keys in the ledger. */
    public SortedMap<String, Allocation> allocations() {
        return allocations;
    }

    /** The ports of a space that are allocated. */
    public PortSet takenPorts(String space, Protocol protocol) {
        return taken.getOrDefault(portsOf(LedgerKeys.allocation(space, protocol, 0)), PortSet.EMPTY);
    }

    /** The keys in the ledger of what an instance holds: one key, or none if there is no such instance. */
    public List<String> allocationKeysOf(String serviceId) {
        String key = held.get(serviceId);
        return key == null ? List.of() : List.of(key);
    }

    /** What an instance holds: one allocation, or none if there is no such instance. */
    public List<Allocation> allocationsOf(String serviceId) {
        return allocationKeysOf(serviceId).stream().map(allocations::get).toList();
    }

    /** The instance as the ledger keeps it; empty if there is none. */
    public Optional<RegisteredInstance> registered(String serviceId) {
        return entry(LedgerKeys.instance(serviceId)).map(e -> decode(e, RegisteredInstance.class));
    }

    /** Whether the instance ever sent a heartbeat: only then can it expire for want of one. */
    public boolean sendsHeartbeats(String serviceId) {
        return heartbeating.contains(serviceId);
    }

    /**
     * The environment's configuration: what was put into the ledger, else what Lotse comes with.
     *
     * @throws io.lotse.contracts.ContractException {@link io.lotse.contracts.ProblemCode#UNKNOWN_ENVIRONMENT}
     */
    public ConfigReply config(String environment) {
        EnvironmentConfig byDefault = EnvironmentDefaults.of(environment);
        return entry(LedgerKeys.config(environment))
                .map(e -> new ConfigReply(decode(e, EnvironmentConfig.class), e.modRevision()))
                .orElseGet(() -> new ConfigReply(byDefault, 0));
    }

    /** The hosts that have an agent. */
    public Collection<HostFacts> hosts() {
        return hosts.values();
    }

    public Optional<HostFacts> host(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** What the ledger holds at a key. */
    public Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** All that the ledger holds, by key. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** This snapshot with changes made to it. */
    MeshSnapshot apply(List<Change> changes, long newRevision) {
        Update update = new Update();
        changes.forEach(update::take);
        return update.finish(newRevision);
    }

    private static String portsOf(String allocationKey) {
        return allocationKey.substring(0, allocationKey.lastIndexOf('/') + 1);
    }

    private static <T> T decode(Entry entry, Class<T> type) {
        return ContractCodec.decode(new JsonObject(entry.value()), type);
    }

    /** The names of the services whose instances differ between two snapshots' changes. */
    static Set<String> touchedServices(MeshSnapshot before, MeshSnapshot now, List<Change> changes) {
        Set<String> names = new HashSet<>();
        for (Change change : changes) {
            String id = instanceOf(change, before, now);
            if (id != null) {
                before.instance(id).ifPresent(i -> names.add(i.serviceName()));
                now.instance(id).ifPresent(i -> names.add(i.serviceName()));
            }
        }
        return names;
    }

    private static String instanceOf(Change change, MeshSnapshot before, MeshSnapshot now) {
        String key = change.key();
        if (key.startsWith(LedgerKeys.INSTANCES)) {
            return key.substring(LedgerKeys.INSTANCES.length());
        }
        Allocation held = now.allocations.getOrDefault(key, before.allocations.get(key));
        return held == null ? null : held.serviceId();
    }

    /** Collects changes; joins and groups at the end, once for each instance and service that changed. */
    private final class Update {
        private TreePMap<String, Entry> newEntries = entries;
        private TreePMap<String, Instance> newInstances = instances;
        private HashPMap<String, Service> newServices = services;
        private TreePMap<String, Allocation> newAllocations = allocations;
        private TreePMap<String, HostFacts> newHosts = hosts;
        private HashPMap<String, String> newHeld = held;
        private MapPSet<String> newHeartbeating = heartbeating;
        /** Which ports to mark as taken or free, by the beginning of their keys: a set is copied once. */
        private final Map<String, Map<Integer, Boolean>> marked = new HashMap<>();

        private final Set<String> touched = new HashSet<>();
        private final Map<String, Set<String>> members = new HashMap<>();

        void take(Change change) {
            String key = change.key();
            Entry entry = change.entry();
            newEntries = entry == null ? newEntries.minus(key) : newEntries.plus(key, entry);
            if (key.startsWith(LedgerKeys.INSTANCES)) {
                touched.add(key.substring(LedgerKeys.INSTANCES.length()));
            } else if (key.startsWith(LedgerKeys.ALLOCATIONS)) {
                takeAllocation(key, entry);
            } else if (key.startsWith(LedgerKeys.HOSTS)) {
                String host = key.substring(LedgerKeys.HOSTS.length());
                newHosts = entry == null ? newHosts.minus(host) : newHosts.plus(host, decode(entry, HostFacts.class));
            }
        }

        private void takeAllocation(String key, Entry entry) {
            Allocation before = newAllocations.get(key);
            if (before != null) {
                touched.add(before.serviceId());
                newAllocations = newAllocations.minus(key);
                mark(key, before.port(), false);
                if (key.equals(newHeld.get(before.serviceId()))) {
                    newHeld = newHeld.minus(before.serviceId());
                }
            }
            if (entry != null) {
                Allocation now = withPort(decode(entry, Allocation.class), key);
                touched.add(now.serviceId());
                newAllocations = newAllocations.plus(key, now);
                newHeld = newHeld.plus(now.serviceId(), key);
                mark(key, now.port(), true);
            }
        }

        private void mark(String key, int port, boolean isTaken) {
            marked.computeIfAbsent(portsOf(key), k -> new HashMap<>()).put(port, isTaken);
        }

        private HashPMap<String, PortSet> newTaken() {
            HashPMap<String, PortSet> result = taken;
            for (Map.Entry<String, Map<Integer, Boolean>> space : marked.entrySet()) {
                PortSet before = result.getOrDefault(space.getKey(), PortSet.EMPTY);
                result = result.plus(space.getKey(), before.with(space.getValue()));
            }
            return result;
        }

        private Allocation withPort(Allocation a, String key) {
            int port = Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
            return new Allocation(a.space(), a.protocol(), port, a.serviceId(), a.since(), a.verified());
        }

        MeshSnapshot finish(long newRevision) {
            Set<String> names = new HashSet<>();
            touched.forEach(id -> join(id, names));
            names.forEach(this::regroup);
            return new MeshSnapshot(
                    newRevision,
                    newEntries,
                    newInstances,
                    newServices,
                    newAllocations,
                    newHosts,
                    newHeld,
                    newTaken(),
                    newHeartbeating);
        }

        private void join(String id, Set<String> names) {
            Instance before = newInstances.get(id);
            if (before != null) {
                names.add(before.serviceName());
            }
            Entry entry = newEntries.get(LedgerKeys.instance(id));
            if (entry == null) {
                newInstances = newInstances.minus(id);
                newHeartbeating = newHeartbeating.minus(id);
                return;
            }
            RegisteredInstance registered = decode(entry, RegisteredInstance.class);
            newHeartbeating = registered.heartbeats() ? newHeartbeating.plus(id) : newHeartbeating.minus(id);
            Allocation allocation = newHeld.containsKey(id) ? newAllocations.get(newHeld.get(id)) : null;
            int port = allocation == null ? 0 : allocation.port();
            boolean verified = allocation != null && allocation.verified();
            Instance now = Instance.of(registered, port, verified, null, entry.modRevision());
            names.add(now.serviceName());
            newInstances = newInstances.plus(id, now);
            serviceIds(now.serviceName()).add(id);
        }

        private Set<String> serviceIds(String name) {
            return members.computeIfAbsent(name, n -> {
                Set<String> ids = new HashSet<>();
                Service service = services.get(n);
                if (service != null) {
                    service.instances().forEach(i -> ids.add(i.serviceId()));
                }
                return ids;
            });
        }

        private void regroup(String name) {
            List<Instance> all = new ArrayList<>();
            for (String id : serviceIds(name)) {
                Instance instance = newInstances.get(id);
                if (instance != null && instance.serviceName().equals(name)) {
                    all.add(instance);
                }
            }
            newServices = all.isEmpty() ? newServices.minus(name) : newServices.plus(name, Service.of(name, all));
        }
    }
}
