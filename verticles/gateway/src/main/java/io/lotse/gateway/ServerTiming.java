package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Tells clients what an answer took ({@code Server-Timing}): {@code upstream} from the sent request until the head of the
 * answer, {@code gateway} all else until then, {@code cache} where the cache had a part.
 */
final class ServerTiming implements Interceptor {
    private static final CharSequence FIELD = HttpHeaders.createOptimized("Server-Timing");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");

    private static final long NANOS_IN_MICRO = 1_000;
    private static final long MICROS_IN_MILLI = 1_000;

    @Override
    public Interception join(Exchange exchange) {
        long startedAt = exchange.loop().nanoClock().getAsLong();
        // hooked in here, for kept answers and problems pass no interception on their way out
        exchange.inbound().request().response().headersEndHandler(v -> tell(exchange, startedAt));
        return null;
    }

    private static void tell(Exchange exchange, long startedAt) {
        long now = exchange.loop().nanoClock().getAsLong();
        Attempt attempt = exchange.attempt();
        long upstream = attempt == null || attempt.sentAt() == 0 ? -1 : now - attempt.sentAt();
        StringBuilder told = new StringBuilder(64);
        metric(told, "gateway", now - startedAt - Math.max(0, upstream));
        if (upstream >= 0) {
            metric(told.append(", "), "upstream", upstream);
        }
        MultiMap headers = exchange.inbound().request().response().headers();
        String cache = headers.get(CACHE_STATUS);
        if (cache != null) {
            told.append(", cache;desc=\"")
                    .append(cache.contains("; hit") ? "hit" : "miss")
                    .append('"');
        }
        headers.add(FIELD, told.toString());
    }

    private static void metric(StringBuilder told, String name, long nanos) {
        long micros = nanos / NANOS_IN_MICRO;
        told.append(name).append(";dur=").append(micros / MICROS_IN_MILLI).append('.');
        long rest = micros % MICROS_IN_MILLI;
        told.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest);
    }
}
