package io.lotse.gateway;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;

import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteTarget;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.LiveFault;
import io.lotse.meshview.LiveFaults;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.ViewChange;

/** Which faults that tests set meet the requests of which route. */
final class Faults {
    private final LiveFaults live;
    /** Null where nobody wants figures. */
    private final FaultMeters meters;

    /** @param registry where those are counted that met a request; null for nowhere */
    Faults(MeshView view, MeterRegistry registry) {
        live = LiveFaults.follow(view);
        meters = registry == null ? null : new FaultMeters(registry);
        if (meters != null) {
            view.onChange(change -> {
                if (mayEndEnvironments(change)) {
                    meters.retain(change.now());
                }
            });
        }
    }

    private static boolean mayEndEnvironments(ViewChange change) {
        return change.changes().isEmpty()
                || change.changes().stream().anyMatch(c -> c.key().startsWith(LedgerKeys.ENVIRONMENTS));
    }

    /** Those of a service's standard path in an environment, by name. */
    List<LiveFault> of(String service, String environment) {
        return live.in(environment).stream()
                .filter(f -> isOfHttp(f) && f.rule().route() == null && meets(f, service))
                .toList();
    }

    /**
     * Those of a declared route, by name. One that leads to several environments has none, and one that leads to several services
     * none of a service: which it will be is not known when a request meets a fault.
     *
     * @param own the environment of services that are named alone
     */
    List<LiveFault> of(RouteDefinition route, String own) {
        List<String> environments = route.targets().stream()
                .map(t -> t.environment() == null ? own : t.environment())
                .distinct()
                .toList();
        if (environments.size() != 1) {
            return List.of();
        }
        List<String> services =
                route.targets().stream().map(RouteTarget::service).distinct().toList();
        String service = services.size() == 1 ? services.get(0) : null;
        return live.in(environments.get(0)).stream()
                .filter(f -> isOfHttp(f)
                        && (f.rule().route() == null || f.rule().route().equals(route.name()))
                        && meets(f, service))
                .toList();
    }

    private static boolean isOfHttp(LiveFault fault) {
        return fault.rule().kind() != FaultKind.DNS;
    }

    private static boolean meets(LiveFault fault, String service) {
        return fault.rule().service() == null || fault.rule().service().equals(service);
    }

    /** Writes down that a request met a fault, and counts it. */
    void tell(LiveFault fault, RouteScope scope, Exchange exchange) {
        fault.log()
                .info(
                        "event=fault_injected environment={} service={} route={} kind={} fault={} request_id={}",
                        fault.fault().environment(),
                        scope.service(),
                        scope.name(),
                        fault.rule().kind().wireName(),
                        fault.fault().name(),
                        RequestId.of(exchange.inbound().request()));
        if (meters != null) {
            meters.count(fault.fault());
        }
    }
}
