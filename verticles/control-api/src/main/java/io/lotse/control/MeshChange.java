package io.lotse.control;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.ViewChange;

/**
 * One event of the stream of changes.
 *
 * @param name what happened
 * @param data the record it happened to, as it is now; of a deregistered instance and a released port, as it was
 */
record MeshChange(String name, Object data) {
    /** What became of the view, told by port, instance and configuration. A view that was read anew is one reset. */
    static List<MeshChange> of(ViewChange change) {
        if (change.changes().isEmpty() && !change.services().isEmpty()) {
            return List.of(new MeshChange("reset", new Reset(change.now().revision())));
        }
        List<MeshChange> told = new ArrayList<>();
        Set<String> instances = new LinkedHashSet<>();
        for (Change one : change.changes()) {
            String key = one.key();
            if (key.startsWith(LedgerKeys.INSTANCES)) {
                instances.add(key.substring(LedgerKeys.INSTANCES.length()));
            } else if (key.startsWith(LedgerKeys.ALLOCATIONS)) {
                addAllocation(change, key, told, instances);
            } else if (key.startsWith(LedgerKeys.CONFIGS)) {
                addConfig(change, key.substring(LedgerKeys.CONFIGS.length()), told);
            } else if (key.startsWith(LedgerKeys.ENVIRONMENTS)) {
                addEnvironment(change, key.substring(LedgerKeys.ENVIRONMENTS.length()), told);
            }
        }
        instances.forEach(id -> addInstance(change, id, told));
        return told;
    }

    /** That the client must read everything anew. */
    record Reset(long revision) {}

    /** What is deleted with its environment is not worth telling. */
    private static void addConfig(ViewChange change, String environment, List<MeshChange> told) {
        if (change.now().environment(environment).isPresent()) {
            told.add(new MeshChange(
                    "config-changed", change.now().config(environment).config()));
        }
    }

    private static void addEnvironment(ViewChange change, String name, List<MeshChange> told) {
        Environment before = change.before().environment(name).orElse(null);
        Environment now = change.now().environment(name).orElse(null);
        if (now == null) {
            told.add(new MeshChange("environment-removed", before));
        } else {
            told.add(new MeshChange(before == null ? "environment-created" : "environment-changed", now));
        }
    }

    private static void addAllocation(ViewChange change, String key, List<MeshChange> told, Set<String> instances) {
        Allocation before = change.before().allocations().get(key);
        Allocation now = change.now().allocations().get(key);
        if (before != null) {
            instances.add(before.serviceId());
            if (now == null) {
                told.add(new MeshChange("port-released", before));
            }
        }
        if (now != null) {
            instances.add(now.serviceId());
            if (!now.equals(before)) {
                told.add(new MeshChange("port-allocated", now));
            }
        }
    }

    private static void addInstance(ViewChange change, String id, List<MeshChange> told) {
        Instance before = change.before().instance(id).orElse(null);
        Instance now = change.now().instance(id).orElse(null);
        if (before == null && now != null) {
            told.add(new MeshChange("instance-registered", now));
        } else if (before != null && now == null) {
            told.add(new MeshChange("instance-deregistered", before));
        } else if (before != null && !before.equals(now)) {
            boolean status = before.status() != now.status();
            told.add(new MeshChange(status ? "instance-status-changed" : "instance-changed", now));
        }
    }
}
