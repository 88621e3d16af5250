package io.lotse.contracts.cluster;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;

/** What can be asked about the cluster, and what it tells. */
public final class ClusterContract {
    /** Served for each node's id: {@code ADDRESS@ID}. */
    public static final Operation<Empty, NodeInfo> DESCRIBE_NODE = new Operation<>(
                    "lotse.cluster.describe-node.v1",
                    Empty.class,
                    NodeInfo.class,
                    "A node describes itself",
                    Duration.ofSeconds(2),
                    Set.of())
            .servedPer("node");

    public static final Operation<Empty, Members> MEMBERS = new Operation<>(
            "lotse.cluster.members.v1",
            Empty.class,
            Members.class,
            "Lists the nodes that are in the cluster now, as the node that is asked sees it",
            Duration.ofSeconds(2),
            Set.of());

    public static final EventType<Members> MEMBERS_CHANGED = new EventType<>(
            "MembersChanged",
            "lotse.cluster.members-changed.v1",
            Members.class,
            EventType.Reach.NODE,
            "The node sees other members than before; carries them all");

    public static final EventType<NodeInfo> MEMBER_JOINED = new EventType<>(
            "MemberJoined",
            "lotse.cluster.member-joined.v1",
            NodeInfo.class,
            EventType.Reach.NODE,
            "A node joined the cluster, as this node sees it");

    public static final EventType<NodeInfo> MEMBER_LEFT = new EventType<>(
            "MemberLeft",
            "lotse.cluster.member-left.v1",
            NodeInfo.class,
            EventType.Reach.NODE,
            "A node left the cluster or crashed, as this node sees it");

    public static final EventType<NodeInfo> NODE_STOPPING = new EventType<>(
            "NodeStopping",
            "lotse.cluster.node-stopping.v1",
            NodeInfo.class,
            EventType.Reach.MESH,
            "A node is being stopped and is about to leave: nobody need wonder where it is");

    private ClusterContract() {}
}
