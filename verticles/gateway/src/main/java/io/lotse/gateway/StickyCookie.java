package io.lotse.gateway;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends a client to the endpoint that its cookie names, while that one admits requests; a new client's in turn. */
final class StickyCookie implements Picker {
    static final String NAME = "lotse-instance";

    private final String cookie;
    private final Map<String, Endpoint> byToken = new HashMap<>();
    private final Picker otherwise;

    StickyCookie(List<Endpoint> endpoints, String cookie) {
        this.cookie = cookie;
        this.otherwise = new RoundRobin(endpoints);
        endpoints.forEach(e -> byToken.put(value(e), e));
    }

    @Override
    public Endpoint pick(InboundRequest request, Collection<Endpoint> tried) {
        String told = HashKey.cookie(request.request().headers(), cookie);
        Endpoint endpoint = told == null ? null : byToken.get(told);
        return endpoint != null && !tried.contains(endpoint) && endpoint.admits()
                ? endpoint
                : otherwise.pick(request, tried);
    }

    /** What the cookie says of an endpoint: nothing that can be read from outside. */
    static String value(Endpoint endpoint) {
        return Long.toHexString(endpoint.token());
    }

    /** Gives new clients their cookie. */
    record Giver(String cookie) implements Interceptor, Interception {
        @Override
        public Interception join(Exchange exchange) {
            return this;
        }

        @Override
        public boolean answer(Exchange exchange, Answer answer) {
            String now = value(exchange.attempt().endpoint());
            if (!now.equals(HashKey.cookie(exchange.inbound().request().headers(), cookie))) {
                answer.headers().add("set-cookie", cookie + "=" + now + "; Path=/; HttpOnly; SameSite=Lax");
            }
            return false;
        }
    }
}
