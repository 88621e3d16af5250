package io.lotse.gateway;

import java.time.Duration;
import java.util.Map;

import io.vertx.core.MultiMap;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.RequestLimits;

/**
 * Refuses requests that weigh more than their route allows, and bodies that come too slowly. What another gateway sent on was
 * measured there.
 */
final class LimitsInterceptor implements Interceptor {
    /** What a field takes besides its name and value, in bytes: colon, space, CR and LF. */
    private static final int FIELD_FRAME = 4;
    /** Over how long a body's rate is measured where the route does not say how long nothing may come. */
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final String route;
    private final int maxUrl;
    private final int maxHeaders;
    private final long maxBody;
    private final BodyWatch.Rule slowest;

    LimitsInterceptor(String route, RequestLimits limits) {
        this.route = route;
        this.maxUrl = limits.maxUrl() == null ? Integer.MAX_VALUE : limits.maxUrl();
        this.maxHeaders = limits.maxHeaders() == null ? Integer.MAX_VALUE : limits.maxHeaders();
        this.maxBody = limits.maxBody() == null ? Long.MAX_VALUE : limits.maxBody();
        this.slowest = slowest(limits);
    }

    private static BodyWatch.Rule slowest(RequestLimits limits) {
        Duration idle = limits.bodyIdle();
        return new BodyWatch.Rule(
                idle == null ? 0 : idle.toNanos(),
                limits.minRate() == null ? 0 : limits.minRate(),
                (idle == null ? SPAN : idle).toNanos());
    }

    @Override
    public Interception join(Exchange exchange) {
        return exchange.inbound().fromGateway() ? null : new Measure();
    }

    private boolean headersAreTooLarge(MultiMap headers) {
        long size = 0;
        for (Map.Entry<String, String> field : headers) {
            size += field.getKey().length() + field.getValue().length() + FIELD_FRAME;
        }
        return size > maxHeaders;
    }

    /** Looks at one request. */
    private final class Measure implements Interception {
        /** Null where the body may take its time. */
        private BodyWatch watch;

        @Override
        public void request(Exchange exchange) {
            InboundRequest inbound = exchange.inbound();
            if (inbound.target().length() > maxUrl) {
                exchange.refuse(
                        ProblemCode.URL_TOO_LONG, "the route " + route + " takes URLs of " + maxUrl + " bytes at most");
            } else if (maxHeaders != Integer.MAX_VALUE
                    && headersAreTooLarge(inbound.request().headers())) {
                exchange.refuse(
                        ProblemCode.HEADERS_TOO_LARGE,
                        "the route " + route + " takes headers of " + maxHeaders + " bytes at most");
            } else if (exchange.upload().length() > maxBody) {
                bodyTooLarge(exchange);
            } else {
                watchBody(exchange);
                exchange.proceed();
            }
        }

        private void watchBody(Exchange exchange) {
            if (!exchange.upload().hasBody()) {
                return;
            }
            if (maxBody != Long.MAX_VALUE) {
                exchange.upload().limit(maxBody, () -> bodyTooLarge(exchange));
            }
            if (slowest.isOn()) {
                watch = new BodyWatch(exchange, slowest);
                exchange.loop().deadlines().add(watch);
            }
        }

        private void bodyTooLarge(Exchange exchange) {
            exchange.refuse(
                    ProblemCode.BODY_TOO_LARGE,
                    "the route " + route + " takes bodies of " + maxBody + " bytes at most");
        }

        @Override
        public void ended(Exchange exchange) {
            if (watch != null) {
                exchange.loop().deadlines().remove(watch);
            }
        }
    }
}
