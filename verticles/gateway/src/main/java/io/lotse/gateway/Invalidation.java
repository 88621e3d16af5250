package io.lotse.gateway;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/** Gives up what is kept of a URI once a request that may change it has not failed (RFC 9111, 4.4). */
final class Invalidation implements Interception {
    private final NodeCache node;

    Invalidation(NodeCache node) {
        this.node = node;
    }

    @Override
    public boolean answer(Exchange exchange, Answer answer) {
        if (answer.status() >= 200 && answer.status() < 400) {
            InboundRequest inbound = exchange.inbound();
            String uri = CacheQuery.uri(inbound, inbound.target());
            Set<String> changed = new HashSet<>();
            changed.add(uri);
            related(inbound, uri, answer.headers().get("location"), changed);
            related(inbound, uri, answer.headers().get("content-location"), changed);
            node.changed(changed);
        }
        CacheStatus.add(answer.headers(), "fwd=method");
        return false;
    }

    /** What an answer names counts only at the same origin: nobody may give up what others keep (RFC 9111, 4.4). */
    private static void related(InboundRequest inbound, String uri, String reference, Set<String> changed) {
        if (reference == null || inbound.host() == null) {
            return;
        }
        try {
            URI asked = URI.create(uri);
            URI named = asked.resolve(reference);
            if (named.getRawPath() != null
                    && asked.getScheme().equalsIgnoreCase(named.getScheme())
                    && asked.getRawAuthority().equalsIgnoreCase(named.getRawAuthority())) {
                String query = named.getRawQuery() == null ? "" : "?" + named.getRawQuery();
                changed.add(CacheQuery.uri(inbound, named.getRawPath() + query));
            }
        } catch (IllegalArgumentException noUri) {
            // names nothing that could be kept
        }
    }
}
