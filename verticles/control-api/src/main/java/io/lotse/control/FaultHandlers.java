package io.lotse.control;

import java.util.Map;
import java.util.function.Predicate;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultRemoval;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.contracts.faults.FaultSetting;
import io.lotse.contracts.faults.FaultsContract;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** The faults of environments: they are shown from the view, set and removed over the bus. */
final class FaultHandlers {
    private static final String ENVIRONMENT = "name";
    private static final String FAULT = "fault";
    private static final String SET_BY = "set_by";

    private final EventBus bus;
    private final MeshView view;
    private final Answers answers;
    private final OwnWrites writes;

    FaultHandlers(EventBus bus, MeshView view, Answers answers, OwnWrites writes) {
        this.bus = bus;
        this.view = view;
        this.answers = answers;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "faults", this::list,
                "set_fault", this::set,
                "remove_fault", this::remove,
                "remove_faults", this::remove);
    }

    private Future<?> list(ApiRequest request) {
        MeshSnapshot snapshot = view.snapshot();
        String environment = request.text(ENVIRONMENT);
        if (snapshot.environment(environment).isEmpty()) {
            throw EnvironmentHandlers.notFound(environment);
        }
        return answers.read(request.http(), new Page<>(snapshot.faults(environment), null));
    }

    private Future<?> set(ApiRequest request) {
        String environment = request.text(ENVIRONMENT);
        String name = request.text(FAULT);
        String by = (String) request.body().remove(SET_BY);
        FaultSetting setting = new FaultSetting(environment, name, request.body(FaultRule.class), by);
        return FaultsContract.SET
                .call(bus, setting)
                .recover(e -> orNotFound(e, environment))
                .compose(fault -> writes.shown(now -> now.faults(environment).contains(fault))
                        .compose(v -> Answers.json(request.http(), fault)));
    }

    private Future<?> remove(ApiRequest request) {
        String environment = request.text(ENVIRONMENT);
        return FaultsContract.REMOVE
                .call(bus, new FaultRemoval(environment, request.text(FAULT)))
                .recover(e -> orNotFound(e, environment))
                .compose(gone -> {
                    Predicate<Fault> isGone = gone.items()::contains;
                    return writes.shown(now -> now.faults(environment).stream().noneMatch(isGone))
                            .compose(v -> Answers.json(request.http(), gone));
                });
    }

    private static <T> Future<T> orNotFound(Throwable e, String environment) {
        boolean isUnknown = e instanceof ContractException c && c.code() == ProblemCode.UNKNOWN_ENVIRONMENT;
        return Future.failedFuture(isUnknown ? EnvironmentHandlers.notFound(environment) : e);
    }
}
