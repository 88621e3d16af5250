package io.lotse.reports;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.meshview.MeshSnapshot;

/**
 * An instance whose process ended without deregistering, so that its host's agent took it off the registry.
 *
 * @param serviceId the instance's id
 * @param at when it was taken off
 */
record Loss(String serviceId, Instant at) {
    /** Those within the span that did not come back, by the name of their service, the first first. */
    static Map<String, List<Loss>> within(MeshSnapshot snapshot, Span span) {
        return snapshot.histories().values().stream()
                .map(PortHistory::tenancies)
                .flatMap(List::stream)
                .filter(t -> t.ended() == TenancyEnd.RECLAIMED && t.serviceName() != null)
                .filter(t -> !t.until().isBefore(span.from()) && t.until().isBefore(span.to()))
                .filter(t -> snapshot.instance(t.serviceId()).isEmpty())
                .sorted(Comparator.comparing(Tenancy::until))
                .collect(Collectors.groupingBy(
                        Tenancy::serviceName,
                        TreeMap::new,
                        // it may have had several ports
                        Collectors.mapping(
                                t -> new Loss(t.serviceId(), t.until()),
                                Collectors.collectingAndThen(
                                        Collectors.toMap(Loss::serviceId, l -> l, (a, b) -> b, TreeMap::new),
                                        losses -> List.copyOf(losses.values())))));
    }
}
