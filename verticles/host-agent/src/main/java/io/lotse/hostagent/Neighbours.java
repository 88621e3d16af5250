package io.lotse.hostagent;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

/** Knows the processes of the mesh's nodes on one host. */
final class Neighbours {
    private final String host;
    private volatile Members members = new Members(List.of());

    Neighbours(String host) {
        this.host = host;
    }

    /** Watches from now on. Those that cannot be asked for yet are known with their first change. */
    Future<Void> watch(EventBus bus) {
        MessageConsumer<?> changes = ClusterContract.MEMBERS_CHANGED.subscribe(bus, now -> members = now);
        return changes.completion()
                .onSuccess(v -> ClusterContract.MEMBERS.call(bus, Empty.EMPTY).onSuccess(now -> members = now));
    }

    /** The ids of their processes, as they are counted on their host; this node's own is among them. */
    Set<Long> processes() {
        Set<Long> pids = members.nodes().stream()
                .filter(node -> host.equals(node.host()))
                .map(NodeInfo::pid)
                .collect(Collectors.toSet());
        pids.add(ProcessHandle.current().pid());
        return pids;
    }
}
