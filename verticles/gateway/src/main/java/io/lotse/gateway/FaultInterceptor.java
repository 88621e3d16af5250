package io.lotse.gateway;

import java.util.List;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.meshview.LiveFault;

/**
 * Does to the requests of a route what tests want to go wrong. It stands in front of the features of the route's policy, none of
 * which sees it: a retry does not heal it, a circuit is not opened by it. What another gateway sent on has met its faults there.
 */
final class FaultInterceptor implements Interceptor {
    private final RouteScope scope;
    private final List<LiveFault> faults;
    private final Faults told;

    /** @param inForce by name */
    FaultInterceptor(RouteScope scope, List<LiveFault> inForce, Faults told) {
        this.scope = scope;
        this.faults = inForce;
        this.told = told;
    }

    @Override
    public Interception join(Exchange exchange) {
        return exchange.inbound().fromGateway() ? null : new Injection();
    }

    /** What one request meets. */
    private final class Injection implements Interception {
        private long wait;
        private long rate = Long.MAX_VALUE;
        /** Takes the answer away; null where that goes on. */
        private LiveFault halfOpen;
        /** Looks whether the client still is to get no answer; null where it gets one. */
        private Held held;

        @Override
        public void request(Exchange exchange) {
            LiveFault last = meet(exchange);
            if (wait > 0) {
                exchange.loop().vertx().setTimer(wait, t -> goOn(exchange, last));
            } else {
                goOn(exchange, last);
            }
        }

        /** The one that no service sees the request for; null for none. Those after it are not asked. */
        private LiveFault meet(Exchange exchange) {
            for (LiveFault fault : faults) {
                if (fault.meets()) {
                    told.tell(fault, scope, exchange);
                    if (isEnd(fault)) {
                        return fault;
                    }
                }
            }
            return null;
        }

        private boolean isEnd(LiveFault fault) {
            FaultRule rule = fault.rule();
            switch (rule.kind()) {
                case LATENCY -> wait += fault.delay().toMillis();
                case BANDWIDTH -> rate = Math.min(rate, rule.rate());
                case HALF_OPEN -> halfOpen = fault;
                default -> {
                    return true;
                }
            }
            return false;
        }

        private void goOn(Exchange exchange, LiveFault last) {
            if (exchange.outcome() != Outcome.RUNNING) {
                return;
            }
            if (last == null) {
                exchange.proceed();
            } else if (last.rule().kind() == FaultKind.LOSS) {
                hold(exchange, last);
            } else if (last.rule().kind() == FaultKind.RESET) {
                reset(exchange);
            } else {
                int status = last.rule().answeredStatus();
                exchange.refuse(Refusal.of(
                                ProblemCode.FAULT_INJECTED,
                                "the fault " + last.fault().name() + " of the environment "
                                        + last.fault().environment() + " met this request: no service did this")
                        .withStatus(status));
            }
        }

        private void hold(Exchange exchange, LiveFault fault) {
            held = new Held(exchange, fault);
            exchange.loop().deadlines().add(held);
        }

        @Override
        public boolean answer(Exchange exchange, Answer answer) {
            if (halfOpen != null) {
                hold(exchange, halfOpen);
                return true;
            }
            if (rate != Long.MAX_VALUE) {
                answer.filterBody(new Pace(exchange, answer.body(), rate));
            }
            return false;
        }

        /** What the gateway would say for the service does not come either; what it says of a time that is over does. */
        @Override
        public boolean failed(Exchange exchange, ProblemCode code, String detail) {
            if (halfOpen == null || held != null) {
                return false;
            }
            hold(exchange, halfOpen);
            return true;
        }

        @Override
        public void ended(Exchange exchange) {
            if (held != null) {
                exchange.loop().deadlines().remove(held);
            }
        }
    }

    /** Lets a client wait for as long as the fault is in force. */
    private static final class Held extends Deadlines.Watched {
        private final Exchange exchange;
        private final LiveFault fault;

        Held(Exchange exchange, LiveFault fault) {
            this.exchange = exchange;
            this.fault = fault;
        }

        @Override
        void check(long now) {
            if (fault.isOver()) {
                reset(exchange);
            }
        }
    }

    /** As a kernel does it for a peer that is gone: by RST, not by an orderly end. */
    private static void reset(Exchange exchange) {
        HttpServerRequest request = exchange.inbound().request();
        if (!Http2Requests.is(request)) {
            ((ConnectionBase) request.connection()).channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.response().reset(Http2Error.INTERNAL_ERROR.code());
        exchange.clientLeft();
    }
}
