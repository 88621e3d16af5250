package io.lotse.control;

import java.util.Map;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.HealthSchema;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.meshview.MeshView;

/** The node itself: whether it lives, whether it should be asked, what it measured. */
final class NodeHandlers {
    private final Vertx vertx;
    private final ControlApiConfig config;
    private final MeshView view;
    private final PrometheusMeterRegistry metrics;

    NodeHandlers(Vertx vertx, ControlApiConfig config, MeshView view, PrometheusMeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.view = view;
        this.metrics = metrics;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "health",
                this::health,
                "health_schema",
                this::healthSchema,
                "ready",
                this::ready,
                "metrics",
                this::metrics);
    }

    private Future<?> health(ApiRequest request) {
        return Answers.json(request.http(), OwnHealth.of(config, ViewState.of(view)));
    }

    private Future<?> healthSchema(ApiRequest request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/schema+json");
        return Answers.end(request.http(), Buffer.buffer(HealthSchema.TEXT));
    }

    /** A ledger that does not answer is one that the node has lost touch with: what it knew it still serves. */
    private Future<?> ready(ApiRequest request) {
        return LedgerContract.STATUS
                .call(vertx.eventBus(), Empty.EMPTY)
                .otherwise((LedgerStatus) null)
                .compose(ledger -> Answers.json(request.http(), readiness(ledger)));
    }

    private Readiness readiness(LedgerStatus ledger) {
        ViewState state = ViewState.of(view);
        if (!state.fed()) {
            throw new ContractException(
                    ProblemCode.NOT_READY, "the node has not read the ledger yet: ask again in a moment");
        }
        return Readiness.of(ledger, state);
    }

    private Future<?> metrics(ApiRequest request) {
        return vertx.executeBlocking(metrics::scrape, false).compose(text -> {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
            return Answers.end(request.http(), Buffer.buffer(text));
        });
    }
}
