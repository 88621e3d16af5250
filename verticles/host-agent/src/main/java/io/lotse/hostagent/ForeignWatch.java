package io.lotse.hostagent;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
    private final ProcessTable processes;
    private final Supplier<Set<Long>> nodes;
    private final Sampled<List<Listener>> listeners;

    /** @param nodes the processes of the mesh's nodes on this host: what they listen at is theirs */
    ForeignWatch(
            String host,
            MeshView view,
            Sockets sockets,
            ProcessTable processes,
            Supplier<Set<Long>> nodes,
            Clock clock) {
        this.host = host;
        this.view = view;
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
        List<ForeignListener> foreign = listeners.get().stream()
                .filter(l -> l.pid() == null || !lotse.contains(l.pid()))
                .flatMap(l -> judge(l, configs, snapshot).stream())
                .toList();
        return new ForeignListeners(host, foreign.stream().limit(MOST).toList(), foreign.size());
    }

    private Optional<ForeignListener> judge(Listener l, List<EnvironmentConfig> configs, MeshSnapshot snapshot) {
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
                || held.stream().anyMatch(allocation -> InstanceOwners.of(allocation.serviceId(), snapshot)
                        .map(owners -> explains(owners, l.pid()))
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
    private boolean explains(InstanceProcesses owners, long pid) {
        List<OwnerProcess> living = owners.processes().stream()
                .filter(owner -> processes.presence(owner) != ProcessTable.Presence.GONE)
                .toList();
        Optional<ProcessHandle> ancestor = ProcessHandle.of(pid);
        while (ancestor.isPresent()) {
            long id = ancestor.get().pid();
            if (living.stream().anyMatch(owner -> owner.pid() == id)) {
                return true;
            }
            ancestor = ancestor.get().parent();
        }
        return processes.startedFor(pid).filter(owners.serviceId()::equals).isPresent();
    }
}
