package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.Thresholds;
import io.lotse.contracts.health.ThresholdsChange;
import io.lotse.contracts.health.ThresholdsQuery;

/** What services are held to; the revision is the entity tag. */
final class ThresholdHandlers {
    private final EventBus bus;
    private final OwnWrites writes;

    ThresholdHandlers(EventBus bus, OwnWrites writes) {
        this.bus = bus;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("thresholds", this::show, "put_thresholds", this::put);
    }

    private Future<?> show(ApiRequest request) {
        ThresholdsQuery query =
                new ThresholdsQuery(request.text("service"), request.text("endpoint"), request.text("path"));
        return HealthContract.THRESHOLDS.call(bus, query).compose(thresholds -> answer(request, thresholds));
    }

    private Future<?> put(ApiRequest request) {
        boolean dryRun = request.isDryRun();
        ThresholdsChange change =
                new ThresholdsChange(request.body().getMap(), request.ifRevision(), dryRun, request.idempotencyKey());
        return HealthContract.CHANGE_THRESHOLDS.call(bus, change).compose(thresholds -> writes.shown(
                        thresholds.revision(), dryRun)
                .compose(v -> answer(request, thresholds)));
    }

    private static Future<?> answer(ApiRequest request, Thresholds thresholds) {
        return Answers.tagged(request.http(), thresholds.revision(), thresholds);
    }
}
