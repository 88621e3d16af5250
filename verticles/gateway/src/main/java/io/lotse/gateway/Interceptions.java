package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;

import io.lotse.contracts.ProblemCode;

/** The features that take part in one exchange, in their order. */
final class Interceptions {
    private final Interception[] joined;
    private int next;

    Interceptions(List<Interceptor> interceptors, Exchange exchange) {
        joined = new Interception[interceptors.size()];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = interceptors.get(i).join(exchange);
        }
    }

    /** Lets the next feature look at the request; false if all have. */
    boolean request(Exchange exchange) {
        while (next < joined.length) {
            Interception feature = joined[next++];
            if (feature != null) {
                feature.request(exchange);
                return true;
            }
        }
        return false;
    }

    void trying(Exchange exchange, Attempt attempt, String uri) {
        for (Interception feature : joined) {
            if (feature != null) {
                feature.trying(exchange, attempt, uri);
            }
        }
    }

    void outgoing(Exchange exchange, MultiMap headers) {
        for (Interception feature : joined) {
            if (feature != null) {
                feature.outgoing(exchange, headers);
            }
        }
    }

    /** From the upstream outwards: the last one first. */
    boolean answer(Exchange exchange, Answer answer) {
        for (int i = joined.length - 1; i >= 0; i--) {
            if (joined[i] != null && joined[i].answer(exchange, answer)) {
                return true;
            }
        }
        return false;
    }

    /** In the same order. */
    void ownAnswer(Exchange exchange, Answer answer, long length) {
        for (int i = joined.length - 1; i >= 0; i--) {
            if (joined[i] != null) {
                joined[i].ownAnswer(exchange, answer, length);
            }
        }
    }

    boolean failed(Exchange exchange, ProblemCode code, String detail) {
        for (int i = joined.length - 1; i >= 0; i--) {
            if (joined[i] != null && joined[i].failed(exchange, code, detail)) {
                return true;
            }
        }
        return false;
    }

    void ended(Exchange exchange) {
        for (Interception feature : joined) {
            if (feature != null) {
                feature.ended(exchange);
            }
        }
    }
}
