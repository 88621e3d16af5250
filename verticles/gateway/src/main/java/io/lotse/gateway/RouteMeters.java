package io.lotse.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * A route's figures, counted by all event loops of this node. Each series is made when it is needed first, and looked up
 * never again.
 */
final class RouteMeters implements Interceptor {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10)
    };

    /** What became of a request: the class of its status, or what no status tells. */
    private enum Ending {
        SWITCHED("1xx"),
        SUCCESS("2xx"),
        REDIRECTION("3xx"),
        CLIENT_ERROR("4xx"),
        SERVER_ERROR("5xx"),
        CLIENT_LEFT("client-left"),
        CUT_OFF("cut-off");

        private static final Ending[] BY_CLASS = {SWITCHED, SUCCESS, REDIRECTION, CLIENT_ERROR, SERVER_ERROR};

        private final String status;

        Ending(String status) {
            this.status = status;
        }

        static Ending of(Exchange exchange) {
            int status = exchange.inbound().request().response().getStatusCode();
            return switch (exchange.outcome()) {
                case CLIENT_LEFT -> CLIENT_LEFT;
                case FAILED -> status < 400 ? CUT_OFF : BY_CLASS[status / 100 - 1];
                default -> BY_CLASS[Math.min(5, Math.max(1, status / 100)) - 1];
            };
        }
    }

    /** What a request counts in that ended in a certain way. */
    private record Series(Counter requests, Timer duration, Counter retries, Counter received, Counter sent) {}

    private final MeterRegistry registry;
    private final String route;
    private final PathWatch paths;
    private final List<Meter> made = new ArrayList<>();
    /** By ending. Read without a lock: what is in it never changes. */
    private final Series[] series = new Series[Ending.values().length];

    private volatile BulkheadGate bulkhead;
    private boolean closed;

    RouteMeters(MeterRegistry registry, String route, PathWatch paths) {
        this.registry = registry;
        this.route = route;
        this.paths = paths;
    }

    String route() {
        return route;
    }

    @Override
    public Interception join(Exchange exchange) {
        return new Watch(exchange.loop().nanoClock().getAsLong());
    }

    /** Shows how full the route's bulkhead is from now on; where routes share their figures, that means nothing. */
    synchronized void show(BulkheadGate gate) {
        if (route.equals(GatewayMeters.OTHERS)) {
            return;
        }
        boolean isFirst = bulkhead == null;
        bulkhead = gate;
        if (isFirst) {
            gauge("running", "Requests that run in the route's bulkhead", m -> m.bulkhead.running());
            gauge("queued", "Requests that wait for the route's bulkhead", m -> m.bulkhead.queued());
        }
    }

    private void gauge(String what, String description, ToDoubleFunction<RouteMeters> value) {
        made.add(Gauge.builder("lotse.gateway.bulkhead." + what, this, value)
                .description(description)
                .tag("route", route)
                .register(registry));
    }

    /** Takes its series away; what still runs is counted no more. */
    synchronized boolean close() {
        closed = true;
        made.forEach(registry::remove);
        return true;
    }

    /** Null for a route that is no more. */
    private Series series(Ending ending) {
        Series known = series[ending.ordinal()];
        return known == null ? make(ending) : known;
    }

    private synchronized Series make(Ending ending) {
        if (series[ending.ordinal()] == null && !closed) {
            series[ending.ordinal()] = new Series(
                    keep(Counter.builder("lotse.gateway.requests")
                            .description("Requests by what became of them")
                            .tag("route", route)
                            .tag("status", ending.status)
                            .register(registry)),
                    keep(Timer.builder("lotse.gateway.request.duration")
                            .description("From the head of a request until its answer is written; without WebSockets")
                            .tag("route", route)
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry)),
                    counter("retries", null, "Requests that were sent again"),
                    counter("received", "bytes", "Of requests' bodies"),
                    counter("sent", "bytes", "Of answers' bodies"));
        }
        return series[ending.ordinal()];
    }

    private Counter counter(String what, String unit, String description) {
        return keep(Counter.builder("lotse.gateway." + what)
                .baseUnit(unit)
                .description(description)
                .tag("route", route)
                .register(registry));
    }

    private <M extends Meter> M keep(M meter) {
        made.add(meter);
        return meter;
    }

    /** Looks on at one exchange. */
    private final class Watch implements Interception {
        private final long startedAt;
        private int tries;
        /** Null where nobody watches the request's path, or its answer was counted. */
        private PathTally path;

        Watch(long startedAt) {
            this.startedAt = startedAt;
        }

        /** What another host's gateway is asked that one counts. */
        @Override
        public void trying(Exchange exchange, Attempt attempt, String uri) {
            Endpoint endpoint = attempt.endpoint();
            path = endpoint.isGateway() ? null : paths.find(endpoint.traffic().service(), uri);
        }

        @Override
        public boolean answer(Exchange exchange, Answer answer) {
            countPath(exchange, exchange.attempt().isServerError());
            return false;
        }

        private void countPath(Exchange exchange, boolean isError) {
            if (path != null) {
                path.count(exchange.loop().nanoClock().getAsLong() - startedAt, isError);
                path = null;
            }
        }

        @Override
        public void outgoing(Exchange exchange, MultiMap headers) {
            Attempt attempt = exchange.attempt();
            // none where a kept answer is refreshed behind the client's back: that is no try of this exchange
            if (attempt != null) {
                tries++;
                attempt.endpoint().health().tally().request();
            }
        }

        @Override
        public void ended(Exchange exchange) {
            Ending ending = Ending.of(exchange);
            if (exchange.outcome() == Outcome.FAILED) {
                countPath(exchange, true);
            }
            Series counted = series(ending);
            if (counted == null) {
                return;
            }
            counted.requests().increment();
            HttpServerRequest request = exchange.inbound().request();
            if (ending != Ending.SWITCHED) {
                counted.duration().record(exchange.loop().nanoClock().getAsLong() - startedAt, TimeUnit.NANOSECONDS);
            }
            if (tries > 1) {
                counted.retries().increment(tries - 1);
            }
            add(counted.received(), request.bytesRead());
            add(counted.sent(), request.response().bytesWritten());
        }

        private void add(Counter counter, long bytes) {
            if (bytes > 0) {
                counter.increment(bytes);
            }
        }
    }
}
