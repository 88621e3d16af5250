package io.lotse.gateway;

import java.util.Collection;
import java.util.List;

/**
 * Where a target's requests may go, made anew when the service changed.
 *
 * @param all every endpoint
 * @param anywhere picks among all
 * @param direct picks among those that are no other gateway, for a request that came from one: it goes no further
 * @param hasDirect whether there is one of those
 * @param whyEmpty what to tell a client when there is no endpoint
 */
record Pool(List<Endpoint> all, Picker anywhere, Picker direct, boolean hasDirect, String whyEmpty) {
    static final Pool EMPTY = new Pool(List.of(), (r, t) -> null, (r, t) -> null, false, "");

    boolean isEmpty(boolean isSentOn) {
        return isSentOn ? !hasDirect : all.isEmpty();
    }

    /** The endpoint for a request; null if every endpoint has been tried. */
    Endpoint next(InboundRequest request, Collection<Endpoint> tried) {
        return (request.isSentOn() ? direct : anywhere).pick(request, tried);
    }
}
