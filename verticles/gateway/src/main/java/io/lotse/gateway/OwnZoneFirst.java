package io.lotse.gateway;

import java.util.Collection;
import java.util.List;

/** Picks among the endpoints of the node's own zone while one of them works, else among all. */
final class OwnZoneFirst implements Picker {
    private final List<Endpoint> near;
    private final Picker amongNear;
    private final Picker amongAll;

    OwnZoneFirst(List<Endpoint> near, Picker amongNear, Picker amongAll) {
        this.near = near;
        this.amongNear = amongNear;
        this.amongAll = amongAll;
    }

    @Override
    public Endpoint pick(InboundRequest request, Collection<Endpoint> tried) {
        for (Endpoint endpoint : near) {
            if (!endpoint.isLeftOut() && !tried.contains(endpoint)) {
                return amongNear.pick(request, tried);
            }
        }
        return amongAll.pick(request, tried);
    }
}
