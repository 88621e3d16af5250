package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.MeshView;

/** Environments' configurations; the revision is the entity tag. */
final class ConfigHandlers {
    private static final String ENVIRONMENT = "environment";
    private static final String DEFAULT_ENVIRONMENT = "development";

    private final EventBus bus;
    private final MeshView view;
    private final Answers answers;
    private final OwnWrites writes;

    ConfigHandlers(EventBus bus, MeshView view, Answers answers, OwnWrites writes) {
        this.bus = bus;
        this.view = view;
        this.answers = answers;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("read_config", this::read, "change_config", this::change);
    }

    private Future<?> read(ApiRequest request) {
        String environment = request.text(ENVIRONMENT);
        ConfigReply reply = view.snapshot().config(environment == null ? DEFAULT_ENVIRONMENT : environment);
        String tag = Answers.tag(reply.revision());
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, tag);
        if (tag.equals(request.text("If-None-Match"))) {
            return response.setStatusCode(304).end();
        }
        return answers.read(request.http(), reply.config());
    }

    private Future<?> change(ApiRequest request) {
        String environment = environment(request);
        // a field that is absent takes the value that Lotse comes with: the new configuration is always whole
        JsonObject whole = ContractCodec.encode(
                        EnvironmentDefaults.of(view.snapshot().knownEnvironment(environment)))
                .mergeIn(request.body())
                .put(ENVIRONMENT, environment);
        ConfigChange change = new ConfigChange(
                ContractCodec.decode(whole, EnvironmentConfig.class), request.ifRevision(), request.idempotencyKey());
        if (request.isDryRun()) {
            return PortsContract.PREVIEW_CONFIG
                    .call(bus, change)
                    .compose(preview -> Answers.json(request.http(), preview));
        }
        return PortsContract.CHANGE_CONFIG.call(bus, change).compose(reply -> writes.shown(reply.revision())
                .compose(v -> Answers.tagged(request.http(), reply.revision(), reply.config())));
    }

    private static String environment(ApiRequest request) {
        String asked = request.text(ENVIRONMENT);
        String inBody = request.body().getString(ENVIRONMENT);
        if (asked != null && inBody != null && !asked.equals(inBody)) {
            throw ContractException.invalid(
                    ENVIRONMENT, "is " + inBody + " in the body and " + asked + " in the query: give the same, or one");
        }
        String named = asked == null ? inBody : asked;
        return named == null ? DEFAULT_ENVIRONMENT : named;
    }
}
