package io.lotse.observer;

import java.util.Map;

import io.lotse.contracts.registry.Instance;

/**
 * What {@code observer_config.json} says.
 *
 * @param defaults of services that it does not name
 * @param services by name
 */
record ObserverSettings(Limits defaults, Map<String, Service> services) {
    static final ObserverSettings DEFAULT = new ObserverSettings(Limits.DEFAULT, Map.of());

    /**
     * @param check null where the registration decides
     * @param endpoints by {@code HOST:PORT} or by the instance's id
     */
    record Service(Limits limits, CheckSettings check, Map<String, Limits> endpoints) {}

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
