package io.lotse.gateway;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.lotse.contracts.gateway.Balancing;
import io.lotse.contracts.gateway.BalancingStrategy;

/** Picks one of ten healthy instances; the request begins and ends there. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickerBench {
    private static final int INSTANCES = 10;

    @Param({"ROUND_ROBIN", "LEAST_REQUESTS", "PEAK_EWMA", "CONSISTENT_HASH", "STICKY_COOKIE"})
    public BalancingStrategy strategy;

    private Vertx vertx;
    private InboundRequest request;
    private Picker picker;

    @Setup
    public void make() throws Exception {
        vertx = Vertx.vertx();
        request = BenchRequest.of(vertx, "/orders/42");
        HealthGroup healths = new HealthGroup(WatchRule.DEFAULTS, System::nanoTime, (place, state) -> {});
        List<Endpoint> endpoints = IntStream.range(0, INSTANCES)
                .mapToObj(i -> new Place(
                        "instance-" + i,
                        SocketAddress.inetSocketAddress(20_000 + i, "10.0.0.1"),
                        false,
                        1,
                        null,
                        false))
                .map(place -> new Endpoint(place, healths.of(place), null))
                .toList();
        String hashOn = strategy == BalancingStrategy.CONSISTENT_HASH ? "header:Cookie" : null;
        picker = PickerFactory.of(new Balancing(strategy, hashOn, null, null, null), null)
                .create(endpoints);
    }

    @TearDown
    public void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Benchmark
    public Object pick() {
        Endpoint picked = picker.pick(request, List.of());
        picked.begin();
        picked.end();
        return picked;
    }
}
