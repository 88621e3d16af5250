package io.lotse.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

/**
 * The nodes that this one sees. Hazelcast tells who is a member; each member that is a Lotse node describes itself. A
 * member that is a plain Vert.x application does not answer and is left out.
 */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    /** The member attribute in which Vert.x's cluster manager puts its node id. */
    private static final String NODE_ID = "__vertx.nodeId";

    private static final long ASK_AGAIN_MILLIS = 250;
    private static final long ASK_AGAIN_LATER_MILLIS = 5_000;
    private static final int QUICK_TRIES = 40;

    private final Vertx vertx;
    private final EventBus bus;
    private final Context context;
    private final HazelcastInstance hazelcast;
    private final KnownMembers known;
    private final Map<String, NodeInfo> nodes = new ConcurrentHashMap<>();
    private UUID listener;
    private volatile boolean stopped;

    Membership(Vertx vertx, HazelcastInstance hazelcast, KnownMembers known) {
        this.vertx = vertx;
        this.bus = vertx.eventBus();
        this.context = vertx.getOrCreateContext();
        this.hazelcast = hazelcast;
        this.known = known;
    }

    /** The nodes seen now, by name. */
    List<NodeInfo> nodes() {
        return nodes.values().stream()
                .sorted(Comparator.comparing(NodeInfo::name).thenComparing(NodeInfo::id))
                .toList();
    }

    Future<Void> start(NodeInfo self) {
        nodes.put(self.id(), self);
        List<Future<?>> serving = new ArrayList<>();
        serving.add(ClusterContract.DESCRIBE_NODE
                .serveFor(bus, self.id(), q -> Future.succeededFuture(self))
                .completion());
        serving.add(ClusterContract.MEMBERS
                .serve(bus, q -> Future.succeededFuture(new Members(nodes())))
                .completion());
        return Future.all(serving).compose(v -> watch()).onSuccess(v -> told());
    }

    void stop() {
        stopped = true;
        if (listener != null && hazelcast.getLifecycleService().isRunning()) {
            hazelcast.getCluster().removeMembershipListener(listener);
        }
    }

    /** Watches first and lists then: who comes in between is asked twice, but never missed. */
    private Future<Void> watch() {
        listener = hazelcast.getCluster().addMembershipListener(new Listener());
        List<Future<Void>> first = hazelcast.getCluster().getMembers().stream()
                .filter(m -> !m.localMember())
                .map(m -> ask(m, QUICK_TRIES))
                .toList();
        // nobody waits for a member that does not answer: it is asked again in the background
        return Future.join(first).<Void>mapEmpty().otherwiseEmpty();
    }

    private Future<Void> ask(Member member, int triesLeft) {
        String id = member.getAttribute(NODE_ID);
        if (id == null || stopped || !hazelcast.getCluster().getMembers().contains(member)) {
            return Future.succeededFuture();
        }
        return ClusterContract.DESCRIBE_NODE
                .callFor(bus, id, Empty.EMPTY)
                // it may have left while it described itself
                .onSuccess(node -> {
                    if (hazelcast.getCluster().getMembers().contains(member)) {
                        joined(node);
                    }
                })
                .onFailure(e -> {
                    boolean soon = triesLeft > 0 && isNotReady(e);
                    vertx.setTimer(soon ? ASK_AGAIN_MILLIS : ASK_AGAIN_LATER_MILLIS, t -> ask(member, triesLeft - 1));
                })
                .mapEmpty();
    }

    private static boolean isNotReady(Throwable e) {
        return e instanceof ContractException c && c.code() == ProblemCode.NOT_READY;
    }

    private void joined(NodeInfo node) {
        if (nodes.put(node.id(), node) == null) {
            LOG.info("event=member_joined node={} id={} members={}", node.name(), node.id(), nodes.size());
            ClusterContract.MEMBER_JOINED.publish(bus, node);
            told();
        }
    }

    private void left(Member member) {
        NodeInfo node = nodes.remove(String.valueOf(member.getAttribute(NODE_ID)));
        if (node != null && !stopped) {
            LOG.info("event=member_left node={} id={} members={}", node.name(), node.id(), nodes.size());
            ClusterContract.MEMBER_LEFT.publish(bus, node);
            told();
        }
    }

    private void told() {
        List<NodeInfo> now = nodes();
        ClusterContract.MEMBERS_CHANGED.publish(bus, new Members(now));
        Collection<String> addresses = now.stream().map(NodeInfo::cluster).toList();
        if (addresses.size() > 1) {
            vertx.executeBlocking(() -> {
                known.remember(addresses);
                return null;
            });
        }
    }

    /** Called on Hazelcast's threads. */
    private final class Listener implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            context.runOnContext(v -> ask(event.getMember(), QUICK_TRIES));
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            context.runOnContext(v -> left(event.getMember()));
        }
    }
}
