package io.lotse.control;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.MeshView;

/** What a node's metrics tell of the mesh. */
final class MeshGauges {
    private MeshGauges() {}

    /** Registers the gauges; a second call for the same registry changes nothing. */
    static void register(MeterRegistry registry, MeshView view, MemberWatch watch) {
        Gauge.builder("lotse.view.revision", view, v -> v.snapshot().revision())
                .description("The ledger's revision that this node's copy is of")
                .register(registry);
        Gauge.builder("lotse.view.age", view, v -> v.freshness().age().toMillis() / 1000.0)
                .description("Time since the ledger confirmed this node's copy")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("lotse.members", watch, w -> w.members().nodes().size())
                .description("Nodes in the cluster, as this node sees it")
                .register(registry);
        Gauge.builder("lotse.allocations", view, v -> v.snapshot().allocations().size())
                .description("Ports that are allocated")
                .register(registry);
        for (InstanceStatus status : InstanceStatus.values()) {
            Gauge.builder("lotse.instances", view, v -> count(v, status))
                    .tag("status", status.wireName())
                    .description("Registered instances")
                    .register(registry);
        }
    }

    private static long count(MeshView view, InstanceStatus status) {
        return view.snapshot().instances().values().stream()
                .filter(i -> i.status() == status)
                .count();
    }
}
