package io.lotse.meshview;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

import org.pcollections.TreePVector;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Reassignment;
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

    /** Who held this port before; empty if nobody did lately. */
    public Optional<PortHistory> history(String space, Protocol protocol, int port) {
        return Optional.ofNullable(tables.histories().get(LedgerKeys.released(space, protocol, port)));
    }

    /** Who held which ports before, by their keys in the ledger. */
    public SortedMap<String, PortHistory> histories() {
        return tables.histories();
    }

    /** Who is asked to leave this port to whom; empty if nobody is. */
    public Optional<Reassignment> reassignment(String space, Protocol protocol, int port) {
        return Optional.ofNullable(tables.reassignments().get(LedgerKeys.reassignment(space, protocol, port)));
    }

    /** Who is asked to leave which port to whom, by their keys in the ledger. */
    public SortedMap<String, Reassignment> reassignments() {
        return tables.reassignments();
    }

    /** The allocations of one space. */
    public Collection<Allocation> allocationsIn(String space, Protocol protocol) {
        String begin = MeshTables.portsOf(LedgerKeys.allocation(space, protocol, 0));
        return allocations().subMap(begin, begin + Character.MAX_VALUE).values();
    }

    /** The names of the spaces that ports of this protocol were given in. */
    public Set<String> spaces(Protocol protocol) {
        String end = "/" + protocol.wireName() + "/";
        return tables.taken().keySet().stream()
                .filter(ports -> ports.endsWith(end))
                .map(ports -> ports.substring(LedgerKeys.ALLOCATIONS.length(), ports.length() - end.length()))
                .collect(Collectors.toSet());
    }

    /**
     * The keys in the ledger of what an instance holds: one, two while it moves to a port that another left to it, none
     * if there is no such instance.
     */
    public List<String> allocationKeysOf(String serviceId) {
        return tables.held().getOrDefault(serviceId, TreePVector.empty());
    }

    /** What an instance holds, as {@link #allocationKeysOf} has it. */
    public List<Allocation> allocationsOf(String serviceId) {
        return allocationKeysOf(serviceId).stream()
                .map(tables.allocations()::get)
                .toList();
    }

    /** The instance as the ledger keeps it; empty if there is none. */
    public Optional<RegisteredInstance> registered(String serviceId) {
        return kept(LedgerKeys.instance(serviceId)).map(e -> e.as(RegisteredInstance.class));
    }

    /** The ids of the instances that ever sent a heartbeat. */
    public Set<String> heartbeating() {
        return tables.heartbeating();
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
        Environment known = knownEnvironment(environment);
        return kept(LedgerKeys.config(environment))
                .map(e -> new ConfigReply(e.as(EnvironmentConfig.class), e.modRevision()))
                .orElseGet(() -> new ConfigReply(EnvironmentDefaults.of(known), 0));
    }

    /** The environments there are: the three that Lotse comes with, then those that were created, by name. */
    public List<Environment> environments() {
        return tables.environments().values().stream()
                .sorted(Comparator.comparing(e -> e.ports() != null))
                .toList();
    }

    /** The environment of this name; empty if there is none. */
    public Optional<Environment> environment(String name) {
        return name == null
                ? Optional.empty()
                : Optional.ofNullable(tables.environments().get(name));
    }

    /**
     * The environment of this name.
     *
     * @throws io.lotse.contracts.ContractException {@link io.lotse.contracts.ProblemCode#UNKNOWN_ENVIRONMENT}
     */
    public Environment knownEnvironment(String name) {
        return environment(name)
                .orElseThrow(() -> EnvironmentDefaults.unknown(
                        name, environments().stream().map(Environment::name).toList()));
    }

    /** Where the slots of new environments are cut from, with its revision; 0 while nobody put one. */
    public Planned environmentPlan() {
        return kept(LedgerKeys.ENVIRONMENT_PLAN)
                .map(e -> new Planned(e.as(EnvironmentPlan.class), e.modRevision()))
                .orElseGet(() -> new Planned(EnvironmentPlan.DEFAULT, 0));
    }

    /** A plan with its revision. */
    public record Planned(EnvironmentPlan plan, long revision) {}

    /** The faults that an environment was given, by name. */
    public List<Fault> faults(String environment) {
        String prefix = LedgerKeys.faults(environment);
        return tables.entries().subMap(prefix, prefix + Character.MAX_VALUE).values().stream()
                .map(e -> e.as(Fault.class))
                .toList();
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
        return kept(key).map(e -> e.toEntry(key));
    }

    /** The revision that put what the ledger holds at a key; 0 where it holds nothing. */
    public long modRevision(String key) {
        return kept(key).map(KeptEntry::modRevision).orElse(0L);
    }

    /** All that the ledger holds, by key; each is decoded when it is come to. */
    public Collection<Entry> entries() {
        return new KeptEntries(tables.entries());
    }

    /** What the ledger holds at the keys that begin with this, by key; each is decoded when it is come to. */
    public Collection<Entry> entries(String prefix) {
        return new KeptEntries(tables.entries().subMap(prefix, prefix + Character.MAX_VALUE));
    }

    /** All that the ledger holds, by key, as it is kept. */
    public NavigableMap<String, KeptEntry> kept() {
        return tables.entries();
    }

    private Optional<KeptEntry> kept(String key) {
        return Optional.ofNullable(tables.entries().get(key));
    }

    /** What was gathered, as of a revision. */
    static MeshSnapshot of(SnapshotUpdate update, long revision) {
        return new MeshSnapshot(revision, update.finish());
    }

    /** This snapshot with changes made to it. */
    public MeshSnapshot apply(List<Change> changes, long newRevision) {
        SnapshotUpdate update = new SnapshotUpdate(tables);
        changes.forEach(update::take);
        return of(update, newRevision);
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
