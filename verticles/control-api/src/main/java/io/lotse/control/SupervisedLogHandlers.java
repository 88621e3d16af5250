package io.lotse.control;

import java.time.Instant;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;

import io.lotse.contracts.supervision.LogLines;
import io.lotse.contracts.supervision.LogQuery;
import io.lotse.contracts.supervision.SupervisionContract;

/** Reads and follows the logs of supervised services and of nodes, wherever they lie. */
final class SupervisedLogHandlers {
    private final Vertx vertx;
    private final SupervisedNodes nodes;
    private final String ownNode;

    /** @param ownNode whose log is meant where neither a node nor a service is named */
    SupervisedLogHandlers(Vertx vertx, SupervisedNodes nodes, String ownNode) {
        this.vertx = vertx;
        this.nodes = nodes;
        this.ownNode = ownNode;
    }

    /** A log: whose, and at which node. Both are null for that of the node itself. */
    private record Place(String node, String set, String service) {}

    Map<String, OperationHandler> byOperationId() {
        return Map.of("supervised_log", this::read, "follow_log", this::follow);
    }

    private Future<?> read(ApiRequest request) {
        Long from = request.position("from");
        return place(request)
                .compose(place -> lines(place, from, request.number("limit"), request.time("since")))
                .compose(lines -> Answers.json(request.http(), lines));
    }

    private Future<?> follow(ApiRequest request) {
        if (request.http().method().equals(HttpMethod.HEAD)) {
            return EventStreams.head(request).end();
        }
        Long last = position(request.text("Last-Event-ID"));
        return place(request).compose(place -> lines(place, last, request.number("limit"), request.time("since"))
                .onSuccess(first -> begin(request, place, first)));
    }

    private void begin(ApiRequest request, Place place, LogLines first) {
        EventStreams.head(request).setChunked(true);
        new LogFollower(vertx, request.http(), from -> lines(place, from, null, null)).begin(first);
    }

    private Future<Place> place(ApiRequest request) {
        String node = request.text("node");
        String service = request.text("service");
        if (service == null) {
            return Future.succeededFuture(new Place(node == null ? ownNode : node, null, null));
        }
        return nodes.one(node, request.text("set"), service).map(one -> new Place(one.node(), one.set(), service));
    }

    private Future<LogLines> lines(Place place, Long from, Integer limit, Instant since) {
        return SupervisionContract.LOG
                .callFor(vertx.eventBus(), place.node(), new LogQuery(place.set(), place.service(), from, limit, since))
                .recover(e -> Future.failedFuture(SupervisedNodes.unserved(e, place.node())));
    }

    private static Long position(String id) {
        return id != null && id.matches("\\d{1,18}") ? Long.valueOf(id) : null;
    }
}
