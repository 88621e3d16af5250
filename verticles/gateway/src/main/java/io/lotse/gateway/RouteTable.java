package io.lotse.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.net.SocketAddress;

import io.lotse.contracts.cluster.Members;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * The routes of one event loop. A reader takes what one volatile read finds; whoever changes the view puts an
 * immutable successor in its place before the view says that it has changed.
 */
final class RouteTable {
    private final RouteCompiler compiler;
    private final MeshView view;
    private final Route control;
    private Peers peers = Peers.NONE;
    private volatile Map<String, Route> routes = Map.of();

    RouteTable(GatewayConfig config, RouteCompiler compiler, MeshView view) {
        this.compiler = compiler;
        this.view = view;
        this.control = config.control() == null ? null : controlRoute(config.control());
    }

    /** Follows the view from now on. */
    void start() {
        view.onChange(change -> recompile(change.now(), change.services()));
        recompileAll();
    }

    /** The route of a service; null if there is no such service. */
    Route service(String name) {
        return routes.get(name);
    }

    /** The route to the control API; null on a node without one. */
    Route control() {
        return control;
    }

    synchronized void membersChanged(Members members) {
        peers = Peers.of(members);
        recompileAll();
    }

    private synchronized void recompileAll() {
        MeshSnapshot now = view.snapshot();
        recompile(now, now.services().keySet());
    }

    private synchronized void recompile(MeshSnapshot now, Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        Map<String, Route> next = new HashMap<>(routes);
        for (String name : names) {
            next.compute(name, (n, before) -> now.service(n)
                    .map(s -> compiler.compile(s, peers, before))
                    .orElse(null));
        }
        routes = next;
    }

    private static Route controlRoute(GatewayConfig.Control control) {
        Endpoint endpoint =
                new Endpoint(SocketAddress.inetSocketAddress(control.port(), control.host()), false, System::nanoTime);
        List<Endpoint> only = List.of(endpoint);
        return new Route("the control API", "", only, only, "");
    }
}
