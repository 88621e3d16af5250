package io.lotse.gateway;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteMatch;
import io.lotse.contracts.gateway.RouteSource;
import io.lotse.contracts.gateway.RouteTarget;
import io.lotse.meshview.MeshView;

/** Finds the route of a request among 1 000 services and 200 declared routes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteMatchBench {
    private static final int SERVICES = 1_000;
    private static final int ROUTES = 200;

    private InboundRequest standard;
    private InboundRequest declared;
    private InboundRequest named;
    private Vertx vertx;
    private RouteTable table;
    private Route ofDeclared;

    @Setup
    public void start() throws Exception {
        vertx = Vertx.vertx();
        standard = BenchRequest.of(vertx, "/api/service-789/orders/42?full=yes");
        declared = BenchRequest.of(vertx, "/shop-123/orders/42?full=yes");
        named = BenchRequest.of(vertx, "/tenants/acme/shop-124/orders");
        MeshView view = BenchMesh.view(vertx, SERVICES);
        GatewayConfig config = new GatewayConfig("127.0.0.1", 0, "alpha", "development", null);
        NodeRoutes node = new NodeRoutes(config, view, Clock.systemUTC(), null);
        List<RouteDefinition> routes = new ArrayList<>();
        for (int i = 0; i < ROUTES; i++) {
            String path = i % 2 == 0 ? "/tenants/{tenant}/shop-" + i + "/**" : "/shop-" + i + "/**";
            routes.add(route("route-" + i, path, "service-" + i));
        }
        node.declared()
                .replace(
                        RouteSource.FILE,
                        routes.stream()
                                .map(r -> new Declared(r, RouteSource.FILE, 0))
                                .toList());
        table = new RouteTable(config, new RouteCompiler(node), view, node.declared(), System::nanoTime);
        table.start();
        ofDeclared = table.find(declared);
    }

    @TearDown
    public void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    private static RouteDefinition route(String name, String path, String service) {
        return new RouteDefinition(
                name,
                new RouteMatch(null, path, null, null),
                null,
                List.of(RouteTarget.of(service)),
                null,
                null,
                "/v1/**",
                null,
                null,
                null);
    }

    @Benchmark
    public Object standardPath() {
        return table.find(standard);
    }

    @Benchmark
    public Object declaredPath() {
        return table.find(declared);
    }

    @Benchmark
    public Object declaredPathWithANamedSegment() {
        return table.find(named);
    }

    @Benchmark
    public Object rewrite() {
        return ofDeclared.rewrite().fill(NormalPath.of(declared.target()), declared.host());
    }
}
