package io.lotse.alerts;

import java.util.HashMap;
import java.util.Map;

import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;

/** The labels of what alerts are about. */
final class Labels {
    private Labels() {}

    static Map<String, String> of(Instance instance) {
        return Map.of(
                AlertLabels.SERVICE, instance.serviceName(),
                AlertLabels.INSTANCE, instance.serviceId(),
                AlertLabels.ENVIRONMENT, instance.environment(),
                AlertLabels.HOST, instance.host());
    }

    /**
     * Of an instance, or of a service as a whole.
     *
     * @param serviceId null for the service as a whole
     */
    static Map<String, String> of(MeshSnapshot snapshot, String serviceName, String serviceId) {
        Map<String, String> labels = new HashMap<>();
        labels.put(AlertLabels.SERVICE, serviceName);
        labels.put(AlertLabels.INSTANCE, serviceId);
        if (serviceId != null) {
            snapshot.instance(serviceId).ifPresent(instance -> labels.putAll(of(instance)));
        } else {
            snapshot.service(serviceName)
                    .filter(service -> service.byEnvironment().size() == 1)
                    .ifPresent(service -> labels.put(
                            AlertLabels.ENVIRONMENT,
                            service.byEnvironment().keySet().iterator().next()));
        }
        return labels;
    }
}
