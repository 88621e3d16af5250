package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.contracts.gateway.RouteTarget;
import io.lotse.meshview.EnvironmentLog;
import io.lotse.meshview.LiveFault;

/** Makes routes of what was declared, for one event loop. */
final class RouteCompiler {
    private static final int FOUND = 302;

    private final NodeRoutes node;
    /** Null where no requests are logged. */
    private final AccessLogInterceptor accessLog;
    /** What the endpoints of this event loop counted and nobody was told yet. */
    private final List<Traffic> busy = new ArrayList<>();

    /** @param node what the event loops of this node have in common */
    RouteCompiler(NodeRoutes node) {
        this.node = node;
        this.accessLog = node.accessLog();
    }

    /** The traffic of this event loop that there is something to tell of. */
    List<Traffic> busy() {
        return busy;
    }

    /**
     * The standard route to a service in an environment.
     *
     * @param segment the service as paths name it
     * @param faults what its requests meet
     */
    Route standard(
            String service, Environment environment, String segment, RoutePolicy policy, List<LiveFault> faults) {
        RouteTarget target = new RouteTarget(service, environment.name(), null, null, null);
        RouteScope scope = new RouteScope(
                service,
                environment.name() + "/" + service,
                Route.STANDARD + segment + "/**",
                service,
                environment.name());
        RouteBuilder route = lead(route(scope, policy, faults), Split.to(target(target, policy)), policy)
                .prefix(Route.STANDARD + segment);
        Logger log = EnvironmentLog.of(environment);
        return (log == null ? route : route.lastInterceptor(new RequestLog(log))).build();
    }

    /**
     * A route that leads to one place, whatever the mesh is like; paths stay as they came.
     *
     * @param role what an API key must have to get there; null for open to all
     */
    Route fixed(String name, Place place, String role) {
        Target target = target(RouteTarget.of(name), RoutePolicy.DEFAULTS);
        target.fix(place);
        RouteBuilder route =
                route(RouteScope.of(name), RoutePolicy.DEFAULTS, List.of()).targets(Split.to(target));
        return (role == null ? route : route.lastInterceptor(AuthInterceptor.byRole(name, role, node.auth()))).build();
    }

    /** A route whose requests all are answered by this. */
    Route answered(String name, Interceptor by) {
        return route(RouteScope.of(name), RoutePolicy.DEFAULTS, List.of())
                .lastInterceptor(by)
                .build();
    }

    /**
     * @param definition one that {@link RouteCheck} found no mistake in
     * @param faults what its requests meet
     */
    Route compile(RouteDefinition definition, List<LiveFault> faults) {
        PathPattern path = path(definition);
        RoutePolicy policy = definition.policy() == null ? RoutePolicy.DEFAULTS : definition.policy();
        PathTemplate rewrite = definition.rewrite() == null ? null : PathTemplate.parse(definition.rewrite(), path);
        Edits answerEdits = Edits.of(definition.responseHeaders());
        RouteBuilder route = route(RouteScope.of(definition, node.config().environment()), policy, faults)
                .rewrite(rewrite, rewrite != null && rewrite.onlyStrips() ? path.literal() : null)
                .edits(Edits.of(definition.requestHeaders()), answerEdits);
        if (definition.answer() != null) {
            route.lastInterceptor(new StaticReply(definition.answer(), answerEdits));
        } else if (definition.redirect() != null) {
            Integer status = definition.redirect().status();
            route.lastInterceptor(new Redirection(
                    status == null ? FOUND : status,
                    PathTemplate.parse(definition.redirect().location(), path),
                    answerEdits));
        } else {
            lead(route, split(definition.targets(), policy), policy);
        }
        return route.build();
    }

    /** To services, whose answers other routes may keep: those of the control API and the gateway's own nobody does. */
    private RouteBuilder lead(RouteBuilder route, Split targets, RoutePolicy policy) {
        if (policy.cache() == null) {
            route.lastInterceptor(new ChangeInterceptor(node.cache()));
        }
        return route.targets(targets);
    }

    static PathPattern path(RouteDefinition definition) {
        return definition.match() == null || definition.match().path() == null
                ? PathPattern.ALL
                : PathPattern.parse(definition.match().path());
    }

    private Split split(List<RouteTarget> targets, RoutePolicy policy) {
        List<Split.Share> shares = new ArrayList<>();
        for (RouteTarget target : targets) {
            shares.add(new Split.Share(
                    target(target, policy),
                    target.weight() == null ? 1 : target.weight(),
                    RequestConditions.headers(target.headers())));
        }
        return new Split(shares);
    }

    private Target target(RouteTarget target, RoutePolicy policy) {
        String environment = target.environment() == null ? node.config().environment() : target.environment();
        InstanceFilter which = new InstanceFilter(environment, target.version());
        return new Target(
                target.service(),
                which,
                Strategy.of(policy, node.config().zone(), System::nanoTime),
                node.healths().group(target.service(), which, WatchRule.of(policy)),
                busy);
    }

    private RouteBuilder route(RouteScope scope, RoutePolicy policy, List<LiveFault> faults) {
        RouteTarget instead =
                policy.fallback() == null ? null : policy.fallback().target();
        Target fallback = instead == null ? null : target(instead, RoutePolicy.DEFAULTS);
        RouteBuilder route = new RouteBuilder(scope.name())
                .patience(Patience.of(policy.timeouts(), node.config().timeouts()))
                .retries(RetryRule.of(policy.retries()))
                .fallback(fallback);
        if (node.traces() != null) {
            route.interceptors(List.of(new TraceInterceptor(node.traces(), scope.path())));
        }
        if (node.config().serverTiming()) {
            route.interceptors(List.of(new ServerTiming()));
        }
        if (node.meters() != null) {
            route.interceptors(List.of(meters(scope.name(), policy)));
        }
        if (accessLog != null) {
            route.interceptors(List.of(accessLog));
        }
        if (!faults.isEmpty()) {
            route.interceptors(List.of(new FaultInterceptor(scope, faults, node.faults())));
        }
        return route.interceptors(Features.of(scope, policy, fallback, node));
    }

    /** They come first: they see what all features make of an exchange. */
    private RouteMeters meters(String name, RoutePolicy policy) {
        RouteMeters meters = node.meters().route(this, name);
        if (policy.bulkhead() != null) {
            meters.show(node.bulkhead(name, policy.bulkhead()));
        }
        return meters;
    }

    /** Of all routes that were compiled here these are in force. */
    void inForce(List<Route> routes) {
        if (node.meters() != null) {
            node.meters().retain(this, routes.stream().map(Route::name).collect(Collectors.toSet()));
        }
    }
}
