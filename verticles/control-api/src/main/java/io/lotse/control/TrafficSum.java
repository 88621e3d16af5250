package io.lotse.control;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lotse.contracts.metrics.InstanceTraffic;
import io.lotse.contracts.metrics.TrafficReport;

/** What all gateways counted since it was last told, by service. For one event loop only. */
final class TrafficSum {
    private final Map<String, ServiceTraffic> byService = new TreeMap<>();
    /** Whether the services that it told last had requests: that they have none any more is told once. */
    private boolean told;

    /**
     * What was counted of all services; those that are not named had no request.
     *
     * @param seconds the time that it is for
     * @param services by name
     */
    record MeshTraffic(double seconds, List<ServiceTraffic> services) {}

    record ServiceTraffic(String serviceName, long requests, long errors) {
        private ServiceTraffic plus(ServiceTraffic other) {
            return new ServiceTraffic(serviceName, requests + other.requests, errors + other.errors);
        }
    }

    void add(TrafficReport report) {
        for (InstanceTraffic instance : report.instances()) {
            byService.merge(
                    instance.serviceName(),
                    new ServiceTraffic(instance.serviceName(), instance.requests(), instance.errors()),
                    ServiceTraffic::plus);
        }
    }

    /** Whether there is anything to tell. */
    boolean isNews() {
        return told || !byService.isEmpty();
    }

    /** Tells what was counted, and begins anew. */
    MeshTraffic take(double seconds) {
        MeshTraffic sum = new MeshTraffic(seconds, List.copyOf(byService.values()));
        told = !byService.isEmpty();
        byService.clear();
        return sum;
    }
}
