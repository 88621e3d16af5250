package io.lotse.gateway;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The figures of the connections to a node's gateway. They are read when somebody asks for them. */
final class ConnectionMeters {
    private ConnectionMeters() {}

    static void register(MeterRegistry registry, Connections connections, SlowClients slow) {
        Gauge.builder("lotse.gateway.connections", connections, Connections::open)
                .description("Connections of clients")
                .register(registry);
        refused(registry, connections, "client", Connections::refusedOfClients);
        refused(registry, connections, "total", Connections::refusedOfAll);
        for (SlowClients.With what : SlowClients.With.values()) {
            FunctionCounter.builder("lotse.gateway.slow.clients", slow, s -> s.count(what))
                    .description("Clients that were cut off because they were too slow")
                    .tag("with", what.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private static void refused(
            MeterRegistry registry, Connections connections, String limit, ToDoubleFunction<Connections> count) {
        FunctionCounter.builder("lotse.gateway.connections.refused", connections, count)
                .description("Connections that were closed because there were too many, by the limit")
                .tag("limit", limit)
                .register(registry);
    }
}
