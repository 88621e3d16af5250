package io.lotse.gateway;

import java.util.concurrent.TimeUnit;

import io.vertx.core.MultiMap;
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

/** Finds one of 10 000 kept answers, and says whether it may be served. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CacheLookupBench {
    private static final int ANSWERS = 10_000;
    private static final long BOUND = 64L << 20;
    private static final long NOW = 1_000_000_000_000L;
    private static final String[] LANGUAGES = {"de", "fr", "nl", "en-US,en;q=0.5"};

    private final AnswerStore store = new AnswerStore(BOUND);
    private Vertx vertx;
    private InboundRequest request;
    private CacheQuery plain;
    private CacheQuery varied;
    private CacheQuery missing;

    @Setup
    public void fill() throws Exception {
        vertx = Vertx.vertx();
        request = BenchRequest.of(vertx, "/shop/articles/4242?full=yes");
        MultiMap headers = request.request().headers();
        for (int i = 0; i < ANSWERS; i++) {
            keep(query("http://shop.example/shop/articles/" + i, headers), "");
        }
        plain = query("http://shop.example/shop/articles/4242", headers);
        varied = query("http://shop.example/shop/greeting", headers);
        for (String language : LANGUAGES) {
            MultiMap other = MultiMap.caseInsensitiveMultiMap().addAll(headers).set("accept-language", language);
            keep(query(varied.uri(), other), "accept-language");
        }
        missing = query("http://shop.example/shop/nothing", headers);
        if (hit() != Reuse.SERVE || hitOfOneOfFourVariants() != Reuse.SERVE || miss() != null) {
            throw new IllegalStateException("the store does not find what it keeps");
        }
    }

    @TearDown
    public void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    private static CacheQuery query(String uri, MultiMap headers) {
        return new CacheQuery("shop", uri, "shop\n", headers, CacheDirectives.ofRequest(headers), false);
    }

    private void keep(CacheQuery query, String vary) {
        MultiMap answer = MultiMap.caseInsensitiveMultiMap()
                .set("cache-control", "max-age=3600")
                .set("content-type", "application/json")
                .set("etag", "\"0123456789abcdef\"");
        if (!vary.isEmpty()) {
            answer.set("vary", vary);
        }
        CacheRule rule = new CacheRule(1 << 20, 0, 0, 0, 100);
        StoredAnswer kept = rule.judge(query, 200, answer, NOW, NOW).withBody(new byte[1024]);
        store.put(query, kept, store.generation(query.uri()));
    }

    private Reuse judge(CacheQuery query) {
        StoredAnswer kept = store.find(query);
        return kept == null ? null : Reuse.of(kept, query.directives(), NOW + 1_000);
    }

    /** What is asked of the cache, made of a request. */
    @Benchmark
    public Object question() {
        return query(
                CacheQuery.uri(request, request.target()), request.request().headers());
    }

    @Benchmark
    public Object hit() {
        return judge(plain);
    }

    @Benchmark
    public Object hitOfOneOfFourVariants() {
        return judge(varied);
    }

    @Benchmark
    public Object miss() {
        return judge(missing);
    }
}
