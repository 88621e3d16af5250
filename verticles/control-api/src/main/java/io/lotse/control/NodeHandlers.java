package io.lotse.control;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.meshview.MeshView;

/** The node itself: whether it lives, whether it should be asked, what it measured. */
final class NodeHandlers {
    private final Vertx vertx;
    private final ControlApiConfig config;
    private final MeshView view;
    private final PrometheusMeterRegistry metrics;

    private record Health(String status, String version, String node, Duration uptime) {}

    private record Readiness(String status, ViewState view) {}

    NodeHandlers(Vertx vertx, ControlApiConfig config, MeshView view, PrometheusMeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.view = view;
        this.metrics = metrics;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("health", this::health, "ready", this::ready, "metrics", this::metrics);
    }

    private Future<?> health(ApiRequest request) {
        Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        return Answers.json(request.http(), new Health("up", config.version(), config.node(), uptime));
    }

    /** A ledger that does not answer is one that the node has lost touch with: what it knew it still serves. */
    private Future<?> ready(ApiRequest request) {
        return LedgerContract.STATUS
                .call(vertx.eventBus(), Empty.EMPTY)
                .map(LedgerStatus::inTouch)
                .otherwise(false)
                .compose(inTouch -> Answers.json(request.http(), readiness(inTouch)));
    }

    private Readiness readiness(boolean inTouch) {
        ViewState state = ViewState.of(view);
        if (!state.fed()) {
            throw new ContractException(
                    ProblemCode.NOT_READY, "the node has not read the ledger yet: ask again in a moment");
        }
        return new Readiness(inTouch && !state.stale() ? "ready" : "read-only", state);
    }

    private Future<?> metrics(ApiRequest request) {
        return vertx.executeBlocking(metrics::scrape, false).compose(text -> {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
            return Answers.end(request.http(), Buffer.buffer(text));
        });
    }
}
