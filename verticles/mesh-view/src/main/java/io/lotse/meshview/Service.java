package io.lotse.meshview;

import java.util.Comparator;
import java.util.List;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;

/**
 * A service with its instances.
 *
 * @param name the service's name
 * @param instances all of them, by id; never empty
 * @param active those that may get requests, by id
 */
public record Service(String name, List<Instance> instances, List<Instance> active) {
    static Service of(String name, List<Instance> instances) {
        List<Instance> sorted = instances.stream()
                .sorted(Comparator.comparing(Instance::serviceId))
                .toList();
        List<Instance> active = sorted.stream()
                .filter(i -> i.status() == InstanceStatus.ACTIVE && i.port() > 0)
                .toList();
        return new Service(name, sorted, active);
    }
}
