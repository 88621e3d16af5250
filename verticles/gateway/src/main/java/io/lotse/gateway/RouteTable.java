package io.lotse.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Service;

/**
 * The routes of one event loop. A reader takes what one volatile read finds; whoever changes the view or the declared routes
 * puts an immutable successor in its place before the view says that it has changed.
 */
final class RouteTable {
    /** Stands between a service and an environment; it is in the names of neither. */
    private static final char IN = '@';

    private final RouteCompiler compiler;
    private final PlaceFinder finder;
    private final MeshView view;
    private final LongSupplier nanoClock;
    private final DeclaredRoutes declaredRoutes;
    private final String ownEnvironment;
    private final ControlRoutes control;

    private final long shortestOfNode;
    private Peers peers = Peers.NONE;
    private Map<Declared, Route> declared = Map.of();
    /** By SERVICE@ENVIRONMENT. */
    private Map<String, Standard> standard = Map.of();
    /** In which environments each service was when it was looked at last. */
    private final Map<String, Set<String>> whereabouts = new HashMap<>();

    private volatile Compiled now = new Compiled(null, SegmentMap.copyOf(Map.of()), Map.of());
    private volatile long shortestPatience;
    private volatile List<Target> reviewed = List.of();

    /**
     * What a request is looked up in.
     *
     * @param declared null if no route was declared
     * @param standard by what a path names: SERVICE in the own environment, SERVICE@ENVIRONMENT
     * @param byHeader by SERVICE@ENVIRONMENT, for requests whose header names the environment
     */
    private record Compiled(PathTree declared, SegmentMap<Route> standard, Map<String, Route> byHeader) {}

    /**
     * A service's standard paths in one environment and the policy that they were compiled by.
     *
     * @param bare for paths that name the service alone
     * @param qualified for paths that name the environment too
     */
    private record Standard(Route bare, Route qualified, RoutePolicy policy) {
        Stream<Route> routes() {
            return Stream.of(bare, qualified);
        }
    }

    RouteTable(
            GatewayConfig config,
            RouteCompiler compiler,
            MeshView view,
            DeclaredRoutes declaredRoutes,
            LongSupplier nanoClock) {
        this.declaredRoutes = declaredRoutes;
        this.compiler = compiler;
        this.finder = new PlaceFinder(config.host());
        this.view = view;
        this.nanoClock = nanoClock;
        this.ownEnvironment = config.environment();
        this.shortestOfNode = config.timeouts().firstByte().toNanos();
        this.shortestPatience = shortestOfNode;
        this.control = new ControlRoutes(config.control(), compiler);
    }

    /** Follows the view and the declared routes from now on. */
    void start() {
        view.onChange(change -> refresh(change.now(), change.services()));
        refreshAll();
        declaredRoutes.onChange(this::declare);
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
        Compiled compiled = now;
        Candidate candidate = compiled.declared() == null || request.fromGateway()
                ? null
                : compiled.declared().find(NormalPath.of(target), request);
        if (candidate != null && candidate.goesBeforeStandard()) {
            return candidate.route();
        }
        int end = target.startsWith(Route.STANDARD) ? endOfService(target) : 0;
        String environment = request.request().getHeader(HeaderRules.ENVIRONMENT);
        Route route = end == 0 ? null : standard(compiled, target, end, environment);
        if (route != null) {
            return route;
        }
        if (candidate != null) {
            return candidate.route();
        }
        throw noRoute(target, end, environment);
    }

    /** A path that names an environment counts more than a header that does. */
    private static Route standard(Compiled compiled, String target, int end, String environment) {
        int begin = Route.STANDARD.length();
        int in = environment == null ? -1 : target.indexOf(IN, begin);
        return environment == null || (in >= 0 && in < end)
                ? compiled.standard().get(target, begin, end)
                : compiled.byHeader().get(target.substring(begin, end) + IN + environment);
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
            int in = segment.indexOf(IN);
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
        Map<Declared, Route> next = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        MeshSnapshot snapshot = view.snapshot();
        for (RouteOrder.Ranked ranked : RouteOrder.of(routes)) {
            Route route = declared.get(ranked.declared());
            if (route == null) {
                route = compiler.compile(ranked.declared().definition());
                route.allTargets().forEach(t -> refresh(t, snapshot));
            }
            next.put(ranked.declared(), route);
            candidates.add(new Candidate(
                    candidates.size(), ranked.path(), ranked.conditions(), ranked.goesBeforeStandard(), route));
        }
        declared = next;
        now = new Compiled(candidates.isEmpty() ? null : PathTree.of(candidates), now.standard(), now.byHeader());
        changed();
    }

    private void changed() {
        List<Route> all = Stream.concat(
                        declared.values().stream(), standard.values().stream().flatMap(Standard::routes))
                .toList();
        compiler.inForce(Stream.concat(all.stream(), control.shown()).toList());
        shortestPatience = all.stream().mapToLong(r -> r.patience().shortest()).reduce(shortestOfNode, Math::min);
        reviewed = all.stream()
                .flatMap(Route::allTargets)
                .filter(Target::measuresLatency)
                .toList();
    }

    private synchronized void refreshAll() {
        MeshSnapshot snapshot = view.snapshot();
        declared.values().forEach(route -> route.allTargets().forEach(t -> refresh(t, snapshot)));
        refresh(snapshot, snapshot.services().keySet());
    }

    private synchronized void refresh(MeshSnapshot snapshot, Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        Map<String, Standard> next = new HashMap<>(standard);
        for (String name : names) {
            environments(name, snapshot)
                    .forEach(e -> next.compute(name + IN + e, (q, before) -> standard(name, e, before, snapshot)));
        }
        declared.values().stream()
                .flatMap(Route::allTargets)
                .filter(t -> names.contains(t.service()))
                .forEach(t -> refresh(t, snapshot));
        if (!next.equals(standard)) {
            standard = next;
            now = compiled(next);
            changed();
        }
    }

    private Compiled compiled(Map<String, Standard> all) {
        Map<String, Route> byPath = new HashMap<>();
        Map<String, Route> byHeader = new HashMap<>();
        all.forEach((qualified, standards) -> {
            byPath.put(qualified, standards.qualified());
            byHeader.put(qualified, standards.bare());
            int in = qualified.indexOf(IN);
            if (qualified.substring(in + 1).equals(ownEnvironment)) {
                byPath.put(qualified.substring(0, in), standards.bare());
            }
        });
        return new Compiled(now.declared(), SegmentMap.copyOf(byPath), byHeader);
    }

    /** Where a service is, and where it was until now. */
    private Set<String> environments(String service, MeshSnapshot snapshot) {
        Set<String> is =
                snapshot.service(service).map(s -> s.byEnvironment().keySet()).orElse(Set.of());
        Set<String> was = is.isEmpty() ? whereabouts.remove(service) : whereabouts.put(service, is);
        Set<String> both = new HashSet<>(is);
        if (was != null) {
            both.addAll(was);
        }
        return both;
    }

    /** Null for a service that has no instance in the environment any more. */
    private Standard standard(String name, String environment, Standard before, MeshSnapshot snapshot) {
        boolean isThere = snapshot.service(name).flatMap(s -> s.in(environment)).isPresent();
        RoutePolicy policy = declaredRoutes.policy(name);
        boolean stays = before != null && (!isThere || before.policy().equals(policy));
        Standard paths = stays || !isThere ? before : compile(name, environment, policy, snapshot);
        if (paths != null) {
            paths.routes().flatMap(Route::allTargets).forEach(t -> refresh(t, snapshot));
        }
        return isThere ? paths : null;
    }

    private Standard compile(String name, String environment, RoutePolicy policy, MeshSnapshot snapshot) {
        Environment in = snapshot.knownEnvironment(environment);
        return new Standard(
                compiler.standard(name, in, name, policy),
                compiler.standard(name, in, name + IN + environment, policy),
                policy);
    }

    private void refresh(Target target, MeshSnapshot snapshot) {
        Service part = snapshot.service(target.service())
                .flatMap(s -> s.in(target.environment()))
                .orElse(null);
        target.refresh(part, finder, peers, nanoClock.getAsLong());
    }
}
