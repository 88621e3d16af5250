package io.lotse.gateway;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The figures of a node's cache in its meter registry. They are read when somebody asks for them. */
final class CacheMeters {
    private CacheMeters() {}

    static void register(MeterRegistry registry, NodeCache cache) {
        for (CacheResult result : CacheResult.values()) {
            FunctionCounter.builder("lotse.gateway.cache.requests", cache, c -> c.counted(result))
                    .description("Requests of routes with a cache, by what it made of them")
                    .tag("result", result.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder(
                        "lotse.gateway.cache.evictions", cache, c -> c.store().evicted())
                .description("Answers that were given up to make room")
                .register(registry);
        Gauge.builder("lotse.gateway.cache.memory", cache, c -> c.store().bytes())
                .description("What all answers that are kept take")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("lotse.gateway.cache.uris", cache, c -> c.store().uris())
                .description("URIs of which answers are kept")
                .register(registry);
    }
}
