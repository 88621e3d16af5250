package io.lotse.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.registry.Instance;

/**
 * Which instances are this node's to check. By rendezvous hashing every node comes to the same answer from the list
 * of members alone, and when a node dies only its share moves.
 */
final class Shares {
    private final Watcher self;
    private final List<Watcher> others;

    private record Watcher(String id, String name, String host) {}

    /** @param members the nodes in the cluster; whether or not this one is among them, it counts */
    Shares(ObserverConfig config, List<NodeInfo> members) {
        this.self = new Watcher(config.nodeId(), config.node(), config.host());
        List<Watcher> watchers = new ArrayList<>();
        for (NodeInfo node : members) {
            boolean observes = node.roles() != null && node.roles().contains(ObserverConfig.ROLE);
            if (observes && !node.id().equals(self.id())) {
                watchers.add(new Watcher(node.id(), node.name(), node.host()));
            }
        }
        this.others = List.copyOf(watchers);
    }

    boolean mine(Instance instance) {
        boolean local = Endpoints.isLocal(instance.ipAddress());
        return (!local || self.host().equals(instance.host()))
                && isFirst(instance.serviceId(), other -> !local || other.host().equals(instance.host()));
    }

    /** Whether what stands under a name is this node's to tell of: one node of all, whatever its host. */
    boolean mine(String name) {
        return isFirst(name, other -> true);
    }

    /** The same among the nodes of this host. */
    boolean mineOfHost(String name) {
        return isFirst(name, other -> other.host().equals(self.host()));
    }

    private boolean isFirst(String name, Predicate<Watcher> among) {
        long own = weight(self, name);
        return others.stream().filter(among).noneMatch(other -> wins(other, name, own));
    }

    private boolean wins(Watcher other, String name, long own) {
        long weight = weight(other, name);
        return weight > own || (weight == own && other.id().compareTo(self.id()) > 0);
    }

    /** By the node's name, which outlives a restart: a node that comes back gets the share that it had. */
    private static long weight(Watcher watcher, String name) {
        return Hash.of(name + '\0' + watcher.name());
    }
}
