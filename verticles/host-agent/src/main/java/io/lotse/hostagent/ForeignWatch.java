package io.lotse.hostagent;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.ForeignListeners;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.meshview.HostPorts;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Finds who listens at managed ports of this host without an allocation that explains it. Blocks. */
final class ForeignWatch {
    private static final int MOST = 500;

    private final String host;
    private final MeshView view;
    private final InstanceOwners owners;
    private final ProcessTable processes;
    private final Supplier<Set<Long>> nodes;
    private final Sampled<List<Listener>> listeners;

    /** @param nodes the processes of the mesh's nodes on this host: what they listen at is theirs */
    ForeignWatch(
            String host,
            MeshView view,
            Sockets sockets,
            InstanceOwners owners,
            ProcessTable processes,
            Supplier<Set<Long>> nodes,
            Clock clock) {
        this.host = host;
        this.view = view;
        this.owners = owners;
        this.processes = processes;
        this.nodes = nodes;
        this.listeners = new Sampled<>(sockets::all, clock);
    }

    ForeignListeners look() {
        MeshSnapshot snapshot = view.snapshot();
        List<EnvironmentConfig> configs = snapshot.environments().stream()
                .filter(environment -> !environment.separateNetwork())
                .map(environment -> snapshot.config(environment.name()).config())
                .toList();
        Set<Long> lotse = nodes.get();
        Map<OwnerProcess, Boolean> living = new HashMap<>();
        List<ForeignListener> foreign = listeners.get().stream()
                .filter(l -> l.pid() == null || !lotse.contains(l.pid()))
                .flatMap(l -> judge(l, configs, snapshot, living).stream())
                .toList();
        return new ForeignListeners(host, foreign.stream().limit(MOST).toList(), foreign.size());
    }

    /** @param living what was found out of processes in this look */
    private Optional<ForeignListener> judge(
            Listener l, List<EnvironmentConfig> configs, MeshSnapshot snapshot, Map<OwnerProcess, Boolean> living) {
        String environment = configs.stream()
                .filter(config -> manages(config, l.port()))
                .map(EnvironmentConfig::environment)
                .findFirst()
                .orElse(null);
        List<Allocation> held = HostPorts.allocations(snapshot, host, l.protocol(), l.port());
        if (held.isEmpty()) {
            return environment == null ? Optional.empty() : Optional.of(new ForeignListener(l, environment, null));
        }
        // of an instance whose processes are not known, any may be
        boolean explained = l.pid() == null
                || held.stream().anyMatch(allocation -> owners.of(allocation.serviceId(), snapshot)
                        .map(known -> explains(known.owners(), l.pid(), living))
                        .orElse(true));
        return explained
                ? Optional.empty()
                : Optional.of(new ForeignListener(l, environment, held.get(0).serviceId()));
    }

    private static boolean manages(EnvironmentConfig config, int port) {
        return Stream.concat(Stream.of(config.defaultPortRange()), config.serviceTypeRanges().values().stream())
                .anyMatch(range -> range.contains(port));
    }

    /** Whether the process is one of the owners, was started by one, or was started for the instance. */
    private boolean explains(InstanceProcesses owned, long pid, Map<OwnerProcess, Boolean> living) {
        Set<Long> pids = owned.processes().stream()
                .filter(owner -> living.computeIfAbsent(owner, this::lives))
                .map(OwnerProcess::pid)
                .collect(Collectors.toSet());
        if (pids.contains(pid)) {
            return true;
        }
        Optional<ProcessHandle> ancestor = ProcessHandle.of(pid);
        while (ancestor.isPresent()) {
            if (pids.contains(ancestor.get().pid())) {
                return true;
            }
            ancestor = ancestor.get().parent();
        }
        return processes.startedFor(pid).filter(owned.serviceId()::equals).isPresent();
    }

    private boolean lives(OwnerProcess owner) {
        return processes.presence(owner) != ProcessTable.Presence.GONE;
    }
}
