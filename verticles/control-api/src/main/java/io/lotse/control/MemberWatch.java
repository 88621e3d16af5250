package io.lotse.control;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

/** Knows the members of the cluster as this node sees them. */
final class MemberWatch {
    private final EventBus bus;
    private volatile Members members = new Members(List.of());

    MemberWatch(EventBus bus) {
        this.bus = bus;
    }

    /**
     * Watches from now on. Members that cannot be asked for yet are known with their first change.
     *
     * @param listener told each change
     */
    Future<Void> start(Consumer<Members> listener) {
        MessageConsumer<?> consumer = ClusterContract.MEMBERS_CHANGED.subscribe(bus, now -> {
            members = now;
            listener.accept(now);
        });
        return consumer.completion()
                .onSuccess(v -> ClusterContract.MEMBERS.call(bus, Empty.EMPTY).onSuccess(now -> members = now));
    }

    Members members() {
        return members;
    }

    /** The address of a node's gateway, or of any other's where it has none; null where nobody has. */
    String gateway(String nodeId) {
        return members.nodes().stream()
                .filter(node -> node.gateway() != null)
                .sorted(Comparator.comparing(node -> !node.id().equals(nodeId)))
                .map(NodeInfo::gateway)
                .findFirst()
                .orElse(null);
    }
}
