package io.lotse.observer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lotse.contracts.registry.Instance;

/**
 * What the thresholds of the mesh and {@code observer_config.json} say together.
 *
 * @param defaults of services that it does not name
 * @param services by name
 */
record ObserverSettings(Limits defaults, Map<String, Service> services) {
    static final ObserverSettings DEFAULT = new ObserverSettings(Limits.DEFAULT, Map.of());

    /**
     * @param check null where the registration decides
     * @param endpoints by {@code HOST:PORT} or by the instance's id
     * @param paths by the request path, such as {@code /orders/{id}}
     */
    record Service(Limits limits, CheckSettings check, Map<String, Limits> endpoints, Map<String, Limits> paths) {}

    /** What the instance is held to. */
    Limits limits(Instance instance) {
        Service service = services.get(instance.serviceName());
        if (service == null) {
            return defaults;
        }
        Limits own = service.endpoints().get(instance.serviceId());
        return own != null
                ? own
                : service.endpoints().getOrDefault(instance.ipAddress() + ":" + instance.port(), service.limits());
    }

    /** The request paths that have thresholds, by their services, in an order that is always the same. */
    Map<String, List<String>> paths() {
        Map<String, List<String>> all = new TreeMap<>();
        services.forEach((name, service) -> {
            if (!service.paths().isEmpty()) {
                all.put(name, service.paths().keySet().stream().sorted().toList());
            }
        });
        return all;
    }

    /**
     * The instance's check; what the file says goes before what was registered.
     *
     * @return null if there is none
     * @throws BadSetting if the registration names one that there is not
     */
    CheckSettings check(Instance instance) {
        Service service = services.get(instance.serviceName());
        return service == null || service.check() == null ? CheckSettings.registered(instance) : service.check();
    }
}
