package io.lotse.control;

import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.Reading;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteChange;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.gateway.RouteRemoval;
import io.lotse.contracts.gateway.RouteSet;
import io.lotse.contracts.gateway.RouteSource;

/** The gateway's routes; the revision is the entity tag. */
final class RouteHandlers {
    private static final String NAME = "name";

    private final EventBus bus;
    private final OwnWrites writes;

    RouteHandlers(EventBus bus, OwnWrites writes) {
        this.bus = bus;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "routes", this::list,
                "route", this::show,
                "put_route", this::put,
                "remove_route", this::remove,
                "check_routes", this::check,
                "upstreams", this::upstreams);
    }

    private Future<?> list(ApiRequest request) {
        return GatewayContract.ROUTES.call(bus, Empty.EMPTY).compose(routes -> Answers.json(request.http(), routes));
    }

    private Future<?> show(ApiRequest request) {
        String name = request.text(NAME);
        return GatewayContract.ROUTES.call(bus, Empty.EMPTY).compose(routes -> routes.items().stream()
                .filter(e ->
                        e.source() == RouteSource.LEDGER && e.route().name().equals(name))
                .findFirst()
                .<Future<?>>map(entry -> answer(request, entry))
                .orElseGet(() -> Future.failedFuture(new ContractException(
                        ProblemCode.UNKNOWN_ROUTE,
                        "the ledger holds no route " + name + ": GET /api/v1/gateway/routes lists those there are"))));
    }

    private Future<?> put(ApiRequest request) {
        JsonObject body = request.body();
        String name = request.text(NAME);
        if (!name.equals(body.getValue(NAME, name))) {
            throw ContractException.invalid(
                    NAME,
                    "is " + body.getValue(NAME) + " in the body and " + name + " in the path: give the same, or one");
        }
        Reading<RouteDefinition> reading = Reading.of(body.put(NAME, name).getMap(), RouteDefinition.class, "");
        List<FieldError> known = Reading.all(request.bodyErrors(), reading.errors());
        boolean dryRun = request.isDryRun() || !known.isEmpty();
        RouteChange change =
                new RouteChange(readable(reading, known), request.ifRevision(), dryRun, request.idempotencyKey());
        return withAll(known, GatewayContract.PUT_ROUTE.call(bus, change))
                .compose(entry -> writes.shown(entry.revision(), dryRun).compose(v -> answer(request, entry)));
    }

    private Future<?> remove(ApiRequest request) {
        RouteRemoval removal = new RouteRemoval(
                request.text(NAME), request.ifRevision(), request.isDryRun(), request.idempotencyKey());
        return GatewayContract.REMOVE_ROUTE.call(bus, removal).compose(entry -> Answers.json(request.http(), entry));
    }

    private Future<?> check(ApiRequest request) {
        Reading<RouteSet> reading = Reading.of(request.body().getMap(), RouteSet.class, "");
        List<FieldError> known = Reading.all(request.bodyErrors(), reading.errors());
        return withAll(known, GatewayContract.CHECK_ROUTES.call(bus, readable(reading, known)))
                .compose(routes -> Answers.json(request.http(), routes));
    }

    private Future<?> upstreams(ApiRequest request) {
        return GatewayContract.UPSTREAMS.call(bus, Empty.EMPTY).compose(states -> Answers.json(request.http(), states));
    }

    private static Future<?> answer(ApiRequest request, RouteEntry entry) {
        return Answers.tagged(request.http(), entry.revision(), entry);
    }

    /** What can be looked through further. */
    private static <T> T readable(Reading<T> reading, List<FieldError> known) {
        return reading.value().orElseThrow(() -> ContractException.invalid(known));
    }

    /** What cannot be read is a mistake beside those that the gateway finds in the rest: all of them are told at once. */
    private static <T> Future<T> withAll(List<FieldError> known, Future<T> checked) {
        if (known.isEmpty()) {
            return checked;
        }
        return checked.transform(found -> Future.failedFuture(ContractException.invalid(
                Reading.all(known, found.cause() instanceof ContractException e ? e.errors() : List.of()))));
    }
}
