package io.lotse.gateway;

import java.util.List;

import io.lotse.contracts.apis.ApiDocumentQuery;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteTarget;
import io.lotse.contracts.gateway.Validation;

/**
 * Which route it is that is being compiled.
 *
 * @param name what it is called
 * @param id a name that no other route of any environment has
 * @param path what paths it is for, as traces tell it; null for all or for what has no pattern
 * @param service the service that it leads to; null where there is not exactly one
 * @param environment the environment of that service
 */
record RouteScope(String name, String id, String path, String service, String environment) {
    /** One that leads to no service. */
    static RouteScope of(String name) {
        return new RouteScope(name, name, null, null, null);
    }

    /** @param own the environment of services that are named alone */
    static RouteScope of(RouteDefinition route, String own) {
        List<String> services =
                route.targets().stream().map(RouteTarget::service).distinct().toList();
        String environment =
                route.targets().isEmpty() ? null : route.targets().get(0).environment();
        return new RouteScope(
                route.name(),
                route.name(),
                route.match() == null ? null : route.match().path(),
                services.size() == 1 ? services.get(0) : null,
                environment == null ? own : environment);
    }

    /** Whose document requests are held against. */
    ApiDocumentQuery api(Validation rule) {
        return new ApiDocumentQuery(rule.service() == null ? service : rule.service(), environment);
    }
}
