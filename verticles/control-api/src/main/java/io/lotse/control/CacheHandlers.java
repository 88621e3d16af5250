package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.gateway.CachePurge;
import io.lotse.contracts.gateway.GatewayContract;

/** What gateways keep of answers. */
final class CacheHandlers {
    private final EventBus bus;

    CacheHandlers(EventBus bus) {
        this.bus = bus;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("cache", this::show, "purge_cache", this::purge);
    }

    private Future<?> show(ApiRequest request) {
        return GatewayContract.CACHE.call(bus, Empty.EMPTY).compose(state -> Answers.json(request.http(), state));
    }

    private Future<?> purge(ApiRequest request) {
        return GatewayContract.PURGE_CACHE
                .call(bus, request.body(CachePurge.class))
                .compose(purged -> Answers.json(request.http(), purged));
    }
}
