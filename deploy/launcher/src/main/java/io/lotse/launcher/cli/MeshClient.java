package io.lotse.launcher.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.cluster.NodeInfo;

/**
 * Speaks to one mesh for as long as a service lives: to another member when a node does not answer, and never to a node of
 * another mesh, which it knows by its ledger.
 */
final class MeshClient {
    private final Supplier<List<URI>> firstChoice;

    private volatile List<URI> members = List.of();
    private volatile String ledger;
    private volatile URI node;
    private volatile boolean sure;

    /**
     * @param firstChoice the control APIs to try before those of the other members; asked again whenever a node is looked
     *     for
     */
    MeshClient(Supplier<List<URI>> firstChoice) {
        this.firstChoice = firstChoice;
    }

    /** The control API that answered last; null before the first answer. */
    URI node() {
        return node;
    }

    /** Looks for a node anew at the next request: the first choice may be back, and the members may have changed. */
    void lookAgain() {
        sure = false;
    }

    /**
     * @throws Problem if the node refuses
     * @throws Unreachable if no node of this mesh answers
     */
    ControlClient.Answer send(String method, String path, Object body, Map<String, String> headers) {
        Unreachable failure = null;
        URI tried = null;
        if (sure) {
            tried = node;
            try {
                return at(tried).send(method, path, body, headers);
            } catch (Unreachable e) {
                sure = false;
                failure = e;
            }
        }
        for (URI candidate : candidates()) {
            if (!candidate.equals(tried)) {
                try {
                    meet(candidate);
                    ControlClient.Answer answer = at(candidate).send(method, path, body, headers);
                    node = candidate;
                    sure = ledger != null;
                    return answer;
                } catch (Unreachable e) {
                    failure = failure == null ? e : failure;
                }
            }
        }
        throw failure == null ? new Unreachable("no node runs on this host", false) : failure;
    }

    private Set<URI> candidates() {
        Set<URI> candidates = new LinkedHashSet<>(firstChoice.get());
        candidates.addAll(members);
        return candidates;
    }

    /** Learns from a node who its fellow members are, if it is of this mesh: the first one met says which that is. */
    private void meet(URI candidate) {
        StatusCommand.Cluster cluster = cluster(candidate);
        String found = cluster == null || cluster.ledger() == null
                ? null
                : cluster.ledger().ledger().ledgerId();
        boolean same = ledger == null ? node == null || node.equals(candidate) : ledger.equals(found);
        if (!same) {
            throw new Unreachable("the node at " + candidate + " is not known to be of the same mesh", false);
        }
        if (found != null) {
            ledger = found;
            members = controls(cluster.members());
        }
    }

    /** What the node says of its mesh; null if it cannot tell. */
    private static StatusCommand.Cluster cluster(URI candidate) {
        try {
            return at(candidate).get(Paths.CLUSTER).as(StatusCommand.Cluster.class);
        } catch (Problem | Refusal | ContractException e) {
            return null;
        }
    }

    /** In any order: not all who lose their node go on with the same one. */
    private static List<URI> controls(List<NodeInfo> nodes) {
        List<URI> controls = new ArrayList<>(nodes.stream()
                .map(NodeInfo::control)
                .filter(Objects::nonNull)
                .map(URI::create)
                .toList());
        Collections.shuffle(controls);
        return controls;
    }

    private static ControlClient at(URI node) {
        return new ControlClient(() -> List.of(node));
    }
}
