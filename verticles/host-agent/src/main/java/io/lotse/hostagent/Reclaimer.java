package io.lotse.hostagent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.host.BindProbe;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Reclaim;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.HostPorts;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Space;

/**
 * Frees ports whose owner died, on proof and never by time alone: all processes that the ledger names as the instance's
 * owners are gone, none is left that was started for it, and its port can be bound; and all that at so many looks in a
 * row. An owner that is stopped is there, and an instance whose processes nobody knows keeps its port. The write is
 * fenced by the revisions that were looked at.
 */
final class Reclaimer {
    private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);

    private final HostAgentConfig config;
    private final MeshView view;
    private final InstanceOwners owners;
    private final ProcessTable processes;
    private final BindProber prober;
    private final EventBus bus;
    /** How often in a row each instance was found dead; touched by one look at a time. */
    private final Map<String, Proof> proofs = new HashMap<>();

    private record Proof(long revision, long processesRevision, int looks) {}

    /** An instance of this host with its owners. */
    private record Owned(Instance instance, InstanceOwners.Known known) {}

    Reclaimer(
            HostAgentConfig config,
            MeshView view,
            InstanceOwners owners,
            ProcessTable processes,
            BindProber prober,
            EventBus bus) {
        this.config = config;
        this.view = view;
        this.owners = owners;
        this.processes = processes;
        this.prober = prober;
        this.bus = bus;
    }

    /** Looks once at all instances of this host whose owners are known, and returns what is proved by now. Blocks. */
    synchronized List<Reclaim> look() {
        if (view.freshness().stale()) {
            // what is looked at may have changed long ago
            proofs.clear();
            return List.of();
        }
        MeshSnapshot snapshot = view.snapshot();
        List<Owned> dead = dead(snapshot);
        proofs.keySet()
                .retainAll(dead.stream().map(o -> o.instance().serviceId()).collect(Collectors.toSet()));
        return dead.stream().map(this::count).filter(r -> r != null).toList();
    }

    private List<Owned> dead(MeshSnapshot snapshot) {
        // a process may own many
        Map<OwnerProcess, Boolean> looked = new HashMap<>();
        Map<String, Owned> gone = snapshot.instances().values().stream()
                .filter(instance -> instance.host().equals(config.host()) && instance.port() > 0)
                .flatMap(instance ->
                        owners.of(instance.serviceId(), snapshot).stream().map(known -> new Owned(instance, known)))
                .filter(owned -> owned.known().owners().processes().stream()
                        .allMatch(process -> looked.computeIfAbsent(process, this::isGone)))
                .collect(Collectors.toMap(owned -> owned.instance().serviceId(), Function.identity()));
        owners.retain(snapshot);
        Set<String> alive = processes.withDescendants(gone.keySet());
        return gone.values().stream()
                .filter(owned -> !alive.contains(owned.instance().serviceId()))
                .filter(owned -> canBind(owned.instance(), snapshot))
                .toList();
    }

    private boolean isGone(OwnerProcess process) {
        return processes.presence(process) == ProcessTable.Presence.GONE;
    }

    /** All that it holds, of which it is two while it moves; in a network that this agent does not see, nothing is proved. */
    private boolean canBind(Instance instance, MeshSnapshot snapshot) {
        List<Allocation> held = snapshot.allocationsOf(instance.serviceId());
        String everywhere = instance.ipAddress().indexOf(':') < 0 ? "0.0.0.0" : "::";
        return !held.isEmpty()
                && held.stream()
                        .allMatch(a -> HostPorts.isOf(a.space(), config.host())
                                && canBind(
                                        Space.named(a.space()).address() == null ? everywhere : instance.ipAddress(),
                                        a));
    }

    private boolean canBind(String address, Allocation allocation) {
        return !prober.probe(new BindProbe(address, allocation.protocol(), List.of(allocation.port()), 1))
                .bindable()
                .isEmpty();
    }

    /** Null while it is not proved yet. */
    private Reclaim count(Owned owned) {
        Instance instance = owned.instance();
        Proof now = new Proof(instance.revision(), owned.known().revision(), 1);
        Proof proof = proofs.merge(
                instance.serviceId(),
                now,
                (before, first) ->
                        before.revision() == first.revision() && before.processesRevision() == first.processesRevision()
                                ? new Proof(before.revision(), before.processesRevision(), before.looks() + 1)
                                : first);
        if (proof.looks() < config.reclaimLooks()) {
            return null;
        }
        List<String> pids = new ArrayList<>();
        owned.known().owners().processes().forEach(p -> pids.add(Long.toString(p.pid())));
        return new Reclaim(
                instance.serviceId(),
                proof.revision(),
                proof.processesRevision(),
                "pid " + String.join(" and ", pids) + " ended, and port " + instance.port() + "/"
                        + instance.protocol().wireName() + " could be bound at " + proof.looks() + " looks in a row");
    }

    /** Has the registry free what is proved; what fails is looked at anew. */
    Future<Void> reclaim(List<Reclaim> proved) {
        return Future.join(proved.stream()
                        .map(one -> RegistryContract.RECLAIM
                                .call(bus, one)
                                .onSuccess(change -> LOG.info(
                                        "event=port_reclaimed service_id={} port={} proof=\"{}\"",
                                        one.serviceId(),
                                        change.instance().port(),
                                        one.proof()))
                                .onFailure(e -> LOG.info(
                                        "event=port_not_reclaimed service_id={} reason=\"{}\"",
                                        one.serviceId(),
                                        e.getMessage())))
                        .toList())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
