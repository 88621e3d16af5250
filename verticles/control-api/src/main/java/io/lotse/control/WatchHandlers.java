package io.lotse.control;

import java.time.Duration;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Empty;
import io.lotse.contracts.health.BreachQuery;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthHistoryQuery;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.SeriesQuery;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.verdicts.VerdictQuery;
import io.lotse.contracts.verdicts.VerdictsContract;

/** What is watched: the health of instances by the observer, the network by the connection monitor. */
final class WatchHandlers {
    private static final String SERVICE_ID = "service_id";

    private final EventBus bus;
    private final ControlApiConfig config;

    WatchHandlers(EventBus bus, ControlApiConfig config) {
        this.bus = bus;
        this.config = config;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "service_health", this::health,
                "health_history", this::history,
                "breaches", this::breaches,
                "verdicts", this::verdicts,
                "metric_series", this::series,
                "network", this::network,
                "network_recoveries", this::recoveries);
    }

    private Future<?> health(ApiRequest request) {
        JsonObject query = request.query("service", SERVICE_ID, "status", "cursor", "limit");
        return HealthContract.HEALTH
                .call(bus, ContractCodec.decode(query, HealthQuery.class))
                .compose(page -> Answers.json(request.http(), new Page<>(page.items(), page.next())));
    }

    private Future<?> history(ApiRequest request) {
        return HealthContract.HISTORY
                .call(bus, new HealthHistoryQuery(request.text(SERVICE_ID)))
                .compose(history -> Answers.json(request.http(), history));
    }

    private Future<?> breaches(ApiRequest request) {
        BreachQuery query = new BreachQuery(
                request.text("service"), request.text(SERVICE_ID), request.text("cursor"), request.number("limit"));
        return HealthContract.BREACHES
                .call(bus, query)
                .compose(page -> Answers.json(request.http(), new Page<>(page.items(), page.next())));
    }

    private Future<?> verdicts(ApiRequest request) {
        JsonObject query =
                request.query("service", SERVICE_ID, "kind", "cursor", "limit").put("ended", request.isTrue("ended"));
        return VerdictsContract.VERDICTS
                .call(bus, ContractCodec.decode(query, VerdictQuery.class))
                .compose(page -> Answers.json(request.http(), new Page<>(page.items(), page.next())));
    }

    private Future<?> series(ApiRequest request) {
        Integer step = request.number("step");
        SeriesQuery query = new SeriesQuery(
                request.text("service"),
                request.text(SERVICE_ID),
                request.text("node"),
                request.text("metric"),
                request.time("from"),
                request.time("to"),
                step == null ? null : Duration.ofSeconds(step),
                request.text("path"));
        return MetricsContract.SERIES.call(bus, query).compose(reply -> Answers.json(request.http(), reply));
    }

    /** Of this node and no other: what one node reaches says little of the next. */
    private Future<?> network(ApiRequest request) {
        return NetworkContract.NETWORK_STATE
                .callFor(bus, config.nodeId(), Empty.EMPTY)
                .compose(state -> Answers.json(request.http(), state));
    }

    private Future<?> recoveries(ApiRequest request) {
        return NetworkContract.RECOVERIES
                .call(bus, Empty.EMPTY)
                .compose(recoveries -> Answers.json(request.http(), recoveries));
    }
}
