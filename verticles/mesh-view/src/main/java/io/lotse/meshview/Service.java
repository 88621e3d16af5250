package io.lotse.meshview;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.MockMetadata;

/**
 * A service with its instances.
 *
 * @param name the service's name
 * @param instances all of them, by id; never empty
 * @param active those that may get requests, by id; a mock is none where a real instance is
 * @param byEnvironment the same for each environment that has instances of it; empty in such a part
 */
public record Service(
        String name, List<Instance> instances, List<Instance> active, Map<String, Service> byEnvironment) {
    static Service of(String name, List<Instance> instances) {
        List<Instance> sorted = instances.stream()
                .sorted(Comparator.comparing(Instance::serviceId))
                .toList();
        Map<String, Service> parts = sorted.stream()
                .collect(Collectors.groupingBy(
                        Instance::environment,
                        Collectors.collectingAndThen(Collectors.toList(), part -> part(name, part, Map.of()))));
        return part(name, sorted, Map.copyOf(parts));
    }

    private static Service part(String name, List<Instance> sorted, Map<String, Service> byEnvironment) {
        return new Service(name, List.copyOf(sorted), active(sorted), byEnvironment);
    }

    /** Those of a service's instances that may get requests: mocks only in environments where no real one may. */
    public static List<Instance> active(List<Instance> instances) {
        Set<String> served = instances.stream()
                .filter(i -> isActive(i) && !MockMetadata.isMock(i.metadata()))
                .map(Instance::environment)
                .collect(Collectors.toSet());
        return instances.stream()
                .filter(i -> isActive(i) && !(MockMetadata.isMock(i.metadata()) && served.contains(i.environment())))
                .toList();
    }

    private static boolean isActive(Instance instance) {
        return instance.status() == InstanceStatus.ACTIVE && instance.port() > 0;
    }

    /** Its part in an environment; empty if no instance of it is there. */
    public Optional<Service> in(String environment) {
        return Optional.ofNullable(byEnvironment.get(environment));
    }
}
