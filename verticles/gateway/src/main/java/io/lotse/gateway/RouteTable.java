package io.lotse.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.LiveFault;
import io.lotse.meshview.LiveFaults;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Service;
import io.lotse.meshview.ViewChange;

/**
 * The routes of one event loop. A reader takes what one volatile read finds; whoever changes the view or the declared routes
 * puts an immutable successor in its place before the view says that it has changed.
 */
final class RouteTable {
    private final RouteCompiler compiler;
    private final PlaceFinder finder;
    private final MeshView view;
    private final LongSupplier nanoClock;
    private final DeclaredRoutes declaredRoutes;
    private final Faults faults;
    private final String ownEnvironment;
    private final ControlRoutes control;

    private final long shortestOfNode;
    private Peers peers = Peers.NONE;
    private final StandardRoutes standard;
    private Map<Compiled, Route> declared = Map.of();
    /** Finds the declared route of a request; null if none was declared. */
    private volatile PathTree byPath;

    private volatile long shortestPatience;
    private volatile List<Target> reviewed = List.of();

    RouteTable(
            GatewayConfig config,
            RouteCompiler compiler,
            MeshView view,
            DeclaredRoutes declaredRoutes,
            Faults faults,
            LongSupplier nanoClock) {
        this.faults = faults;
        this.declaredRoutes = declaredRoutes;
        this.compiler = compiler;
        this.finder = new PlaceFinder(config.host());
        this.view = view;
        this.nanoClock = nanoClock;
        this.ownEnvironment = config.environment();
        this.shortestOfNode = config.timeouts().firstByte().toNanos();
        this.shortestPatience = shortestOfNode;
        this.standard = new StandardRoutes(ownEnvironment, declaredRoutes::policy, faults::of);
        this.control = new ControlRoutes(config.control(), compiler);
    }

    /** Follows the view and the declared routes from now on. */
    void start() {
        view.onChange(this::viewChanged);
        refreshAll();
        declaredRoutes.onChange(this::declare);
    }

    private void viewChanged(ViewChange change) {
        refresh(change.now(), change.services());
        if (LiveFaults.concerns(change)) {
            recompile(change.now());
        }
    }

    /** Makes anew the routes whose faults are others. */
    private synchronized void recompile(MeshSnapshot snapshot) {
        refresh(snapshot, snapshot.services().keySet());
        declare(declaredRoutes.all());
    }

    /**
     * The route of a request.
     *
     * @throws ContractException that says why there is none
     */
    Route find(InboundRequest request) {
        String target = request.target();
        if (ControlRoutes.lead(target)) {
            return control.find(target);
        }
        PathTree paths = byPath;
        Candidate candidate =
                paths == null || request.fromGateway() ? null : paths.find(NormalPath.of(target), request);
        if (candidate != null && candidate.goesBeforeStandard()) {
            return candidate.route();
        }
        int end = target.startsWith(Route.STANDARD) ? endOfService(target) : 0;
        String environment = request.request().getHeader(HeaderRules.ENVIRONMENT);
        StandardPaths service = end == 0 ? null : standard.find(target, end, environment);
        if (service != null) {
            return route(service, StandardRoutes.isQualified(target, end));
        }
        if (candidate != null) {
            return candidate.route();
        }
        throw noRoute(target, end, environment);
    }

    private Route route(StandardPaths service, boolean isQualified) {
        Route route = service.route(isQualified);
        return route == null ? compile(service, isQualified) : route;
    }

    /** For the first request by a path, on the event loop: what holds the table meanwhile is quick and waits for nobody. */
    private synchronized Route compile(StandardPaths service, boolean isQualified) {
        Route made = service.route(isQualified);
        if (made == null) {
            MeshSnapshot snapshot = view.snapshot();
            made = compiler.standard(
                    service.service(),
                    snapshot.knownEnvironment(service.environment()),
                    isQualified ? service.service() + StandardRoutes.IN + service.environment() : service.service(),
                    service.policy(),
                    service.faults());
            refresh(made, snapshot);
            service.take(isQualified, made);
            shortestPatience = Math.min(shortestPatience, made.patience().shortest());
            reviewed = Stream.concat(reviewed.stream(), measured(made)).toList();
        }
        return made;
    }

    /** The shortest time that a route allows for anything, in nanoseconds. */
    long shortestPatience() {
        return shortestPatience;
    }

    private static int endOfService(String target) {
        int end = Route.STANDARD.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end == Route.STANDARD.length() ? 0 : end;
    }

    private ContractException noRoute(String target, int end, String header) {
        if (end > 0) {
            String segment = target.substring(Route.STANDARD.length(), end);
            int in = segment.indexOf(StandardRoutes.IN);
            String service = in < 0 ? segment : segment.substring(0, in);
            String named = in < 0 ? header : segment.substring(in + 1);
            MeshSnapshot snapshot = view.snapshot();
            String environment = named == null
                    ? ownEnvironment
                    : snapshot.knownEnvironment(named).name();
            return InstanceQueries.unknown(service, environment, snapshot);
        }
        return new ContractException(
                ProblemCode.NOT_FOUND,
                "the gateway serves /api/SERVICE/PATH, /api/v1/ for the control API and the declared routes, which"
                        + " GET /api/v1/gateway/routes lists; none takes this request");
    }

    /** Leaves out endpoints that are much slower than the others. On the event loop. */
    void reviewLatency() {
        reviewed.forEach(Target::reviewLatency);
    }

    synchronized void membersChanged(Members members) {
        peers = Peers.of(members);
        refreshAll();
    }

    /** Puts the declared routes into force; those that stay keep what they know of their endpoints. */
    private synchronized void declare(List<Declared> routes) {
        Map<Compiled, Route> next = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        MeshSnapshot snapshot = view.snapshot();
        for (RouteOrder.Ranked ranked : RouteOrder.of(routes)) {
            RouteDefinition definition = ranked.declared().definition();
            Compiled compiled = new Compiled(ranked.declared(), faults.of(definition, ownEnvironment));
            Route route = declared.get(compiled);
            if (route == null) {
                route = compiler.compile(definition, compiled.faults());
                refresh(route, snapshot);
            }
            next.put(compiled, route);
            candidates.add(new Candidate(
                    candidates.size(), ranked.path(), ranked.conditions(), ranked.goesBeforeStandard(), route));
        }
        declared = next;
        byPath = candidates.isEmpty() ? null : PathTree.of(candidates);
        changed();
    }

    private void changed() {
        List<Route> all =
                Stream.concat(declared.values().stream(), standard.routes()).toList();
        compiler.inForce(Stream.concat(all.stream(), control.shown()).toList());
        shortestPatience = all.stream().mapToLong(r -> r.patience().shortest()).reduce(shortestOfNode, Math::min);
        reviewed = all.stream().flatMap(RouteTable::measured).toList();
    }

    /** What a declared route was made of. */
    private record Compiled(Declared declared, List<LiveFault> faults) {}

    private static Stream<Target> measured(Route route) {
        return route.allTargets().filter(Target::measuresLatency);
    }

    private synchronized void refreshAll() {
        MeshSnapshot snapshot = view.snapshot();
        declared.values().forEach(route -> refresh(route, snapshot));
        refresh(snapshot, snapshot.services().keySet());
    }

    private synchronized void refresh(MeshSnapshot snapshot, Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        declared.values().stream()
                .flatMap(Route::allTargets)
                .filter(t -> names.contains(t.service()))
                .forEach(t -> refresh(t, snapshot));
        if (standard.refresh(snapshot, names, route -> refresh(route, snapshot))) {
            changed();
        }
    }

    private void refresh(Route route, MeshSnapshot snapshot) {
        route.allTargets().forEach(t -> refresh(t, snapshot));
    }

    private void refresh(Target target, MeshSnapshot snapshot) {
        Service part = snapshot.service(target.service())
                .flatMap(s -> s.in(target.environment()))
                .orElse(null);
        target.refresh(part, finder, peers, nanoClock.getAsLong());
    }
}
