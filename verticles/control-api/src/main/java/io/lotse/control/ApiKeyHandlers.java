package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.Empty;
import io.lotse.contracts.gateway.ApiKeyCreation;
import io.lotse.contracts.gateway.ApiKeyRevocation;
import io.lotse.contracts.gateway.GatewayContract;

/** The keys that let clients through the gateway, and those that services verify its tokens with. */
final class ApiKeyHandlers {
    private static final int CREATED = 201;

    private final EventBus bus;

    ApiKeyHandlers(EventBus bus) {
        this.bus = bus;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "api_keys", this::list,
                "create_api_key", this::create,
                "revoke_api_key", this::revoke,
                "signing_keys", this::signingKeys);
    }

    private Future<?> list(ApiRequest request) {
        return GatewayContract.API_KEYS.call(bus, Empty.EMPTY).compose(keys -> Answers.json(request.http(), keys));
    }

    private Future<?> create(ApiRequest request) {
        ApiKeyCreation wanted = request.body(ApiKeyCreation.class);
        return GatewayContract.CREATE_API_KEY.call(bus, wanted).compose(created -> {
            request.response().setStatusCode(CREATED).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            return Answers.json(request.http(), created);
        });
    }

    private Future<?> revoke(ApiRequest request) {
        return GatewayContract.REVOKE_API_KEY
                .call(bus, new ApiKeyRevocation(request.text("name")))
                .compose(key -> Answers.json(request.http(), key));
    }

    private Future<?> signingKeys(ApiRequest request) {
        return GatewayContract.SIGNING_KEYS.call(bus, Empty.EMPTY).compose(keys -> {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300");
            return Answers.json(request.http(), keys);
        });
    }
}
