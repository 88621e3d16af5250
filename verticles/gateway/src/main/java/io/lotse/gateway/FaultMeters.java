package io.lotse.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import io.lotse.contracts.faults.Fault;
import io.lotse.meshview.MeshSnapshot;

/** How many requests met which faults; the figures go with their environment. */
final class FaultMeters {
    private static final String INJECTED = "lotse.gateway.faults.injected";
    private static final String ENVIRONMENT = "environment";

    private final MeterRegistry registry;
    private volatile boolean isUsed;

    FaultMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Fault fault) {
        isUsed = true;
        Counter.builder(INJECTED)
                .description("Requests that met a fault that a test set")
                .tags(
                        ENVIRONMENT,
                        fault.environment(),
                        "fault",
                        fault.name(),
                        "kind",
                        fault.rule().kind().wireName())
                .register(registry)
                .increment();
    }

    /** Takes away the figures of environments that are no more. */
    void retain(MeshSnapshot snapshot) {
        if (isUsed) {
            registry.find(INJECTED).counters().stream()
                    .filter(c ->
                            snapshot.environment(c.getId().getTag(ENVIRONMENT)).isEmpty())
                    .forEach(registry::remove);
        }
    }
}
