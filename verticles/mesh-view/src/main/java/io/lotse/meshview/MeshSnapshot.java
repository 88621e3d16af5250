package io.lotse.meshview;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

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
    public static final MeshSnapshot EMPTY = new MeshSnapshot(0, MeshTables.EMPTY);

    private final long revision;
    private final MeshTables tables;

    private MeshSnapshot(long revision, MeshTables tables) {
        this.revision = revision;
        this.tables = tables;
    }

    /** The ledger's revision that this is of. */
    public long revision() {
        return revision;
    }

    public Optional<Instance> instance(String serviceId) {
        return Optional.ofNullable(tables.instances().get(serviceId));
    }

    /** All instances, by id. */
    public SortedMap<String, Instance> instances() {
        return tables.instances();
    }

    /** The service of this name; empty if no instance of it is registered. */
    public Optional<Service> service(String name) {
        return Optional.ofNullable(tables.services().get(name));
    }

    /** All services, by name, in no order. */
    public Map<String, Service> services() {
        return tables.services();
    }

    /** Who holds this port; empty if it is free. */
    public Optional<Allocation> allocation(String space, Protocol protocol, int port) {
        return Optional.ofNullable(tables.allocations().get(LedgerKeys.allocation(space, protocol, port)));
    }

    /** All allocations, by their keys in the ledger. */
    public SortedMap<String, Allocation> allocations() {
        return tables.allocations();
    }

    /** The ports of a space that are allocated. */
    public PortSet takenPorts(String space, Protocol protocol) {
        return tables.taken()
                .getOrDefault(MeshTables.portsOf(LedgerKeys.allocation(space, protocol, 0)), PortSet.EMPTY);
    }

    /** The keys in the ledger of what an instance holds: one key, or none if there is no such instance. */
    public List<String> allocationKeysOf(String serviceId) {
        String key = tables.held().get(serviceId);
        return key == null ? List.of() : List.of(key);
    }

    /** What an instance holds: one allocation, or none if there is no such instance. */
    public List<Allocation> allocationsOf(String serviceId) {
        return allocationKeysOf(serviceId).stream()
                .map(tables.allocations()::get)
                .toList();
    }

    /** The instance as the ledger keeps it; empty if there is none. */
    public Optional<RegisteredInstance> registered(String serviceId) {
        return entry(LedgerKeys.instance(serviceId)).map(e -> MeshTables.decode(e, RegisteredInstance.class));
    }

    /** Whether the instance ever sent a heartbeat: only then can it expire for want of one. */
    public boolean sendsHeartbeats(String serviceId) {
        return tables.heartbeating().contains(serviceId);
    }

    /**
     * The environment's configuration: what was put into the ledger, else what Lotse comes with.
     *
     * @throws io.lotse.contracts.ContractException {@link io.lotse.contracts.ProblemCode#UNKNOWN_ENVIRONMENT}
     */
    public ConfigReply config(String environment) {
        EnvironmentConfig byDefault = EnvironmentDefaults.of(environment);
        return entry(LedgerKeys.config(environment))
                .map(e -> new ConfigReply(MeshTables.decode(e, EnvironmentConfig.class), e.modRevision()))
                .orElseGet(() -> new ConfigReply(byDefault, 0));
    }

    /** The hosts that have an agent. */
    public Collection<HostFacts> hosts() {
        return tables.hosts().values();
    }

    public Optional<HostFacts> host(String name) {
        return Optional.ofNullable(tables.hosts().get(name));
    }

    /** What the ledger holds at a key. */
    public Optional<Entry> entry(String key) {
        return Optional.ofNullable(tables.entries().get(key));
    }

    /** All that the ledger holds, by key. */
    public Collection<Entry> entries() {
        return tables.entries().values();
    }

    /** This snapshot with changes made to it. */
    MeshSnapshot apply(List<Change> changes, long newRevision) {
        SnapshotUpdate update = new SnapshotUpdate(tables);
        changes.forEach(update::take);
        return new MeshSnapshot(newRevision, update.finish());
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
        Allocation held = now.tables
                .allocations()
                .getOrDefault(key, before.tables.allocations().get(key));
        return held == null ? null : held.serviceId();
    }
}
