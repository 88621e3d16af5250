package io.lotse.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
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

import io.lotse.contracts.gateway.HeaderEdits;

/** Checks a browser's request, and takes the headers of it, and of an answer, to the other side. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HeaderRulesBench {
    private Vertx vertx;
    private RequestCheck check;
    private InboundRequest request;
    private final MultiMap answer = HttpHeaders.headers()
            .add("Server", "nginx/1.22.1")
            .add("Date", "Thu, 26 Nov 2026 00:00:00 GMT")
            .add("Content-Type", "application/json")
            .add("Content-Length", "128")
            .add("Connection", "keep-alive");
    private final Edits edits = Edits.of(new HeaderEdits(List.of("x-debug"), Map.of("x-team", "shop"), null));

    @Setup
    public void start() throws Exception {
        vertx = Vertx.vertx();
        check = new RequestCheck(vertx, r -> false);
        request = BenchRequest.of(vertx, "/orders/42");
    }

    @TearDown
    public void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Benchmark
    public Object check() {
        return check.check(request.request());
    }

    @Benchmark
    public Object ofARequest() {
        MultiMap to = HttpHeaders.headers();
        HeaderRules.request(request.request(), to, request.host(), "/api/orders", false);
        return to;
    }

    @Benchmark
    public Object ofAnAnswer() {
        MultiMap to = HttpHeaders.headers();
        HeaderRules.response(answer, HttpVersion.HTTP_1_1, to);
        return to;
    }

    @Benchmark
    public Object editsOfARoute() {
        MultiMap to = HttpHeaders.headers().add("x-debug", "1");
        edits.apply(to);
        return to;
    }
}
