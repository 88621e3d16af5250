package io.lotse.control;

import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Operation;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.ReassignmentStep;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.MeshView;

/** Ports that go from one instance to another. */
final class ReassignmentHandlers {
    private static final String SERVICE_ID = "service_id";

    private final EventBus bus;
    private final MeshView view;
    private final Answers answers;
    private final OwnWrites writes;

    ReassignmentHandlers(EventBus bus, MeshView view, Answers answers, OwnWrites writes) {
        this.bus = bus;
        this.view = view;
        this.answers = answers;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "reassignments",
                this::list,
                "confirm_reassignment",
                request -> step(request, RegistryContract.CONFIRM_REASSIGNMENT),
                "complete_reassignment",
                request -> step(request, RegistryContract.COMPLETE_REASSIGNMENT));
    }

    private Future<?> list(ApiRequest request) {
        String id = request.text(SERVICE_ID);
        List<Reassignment> items = view.snapshot().reassignments().values().stream()
                .filter(r -> id == null || id.equals(r.holder()) || id.equals(r.asker()))
                .toList();
        return answers.read(request.http(), new Page<>(items, null));
    }

    private Future<?> step(ApiRequest request, Operation<ReassignmentStep, Instance> operation) {
        ReassignmentStep step = new ReassignmentStep(request.text(SERVICE_ID), request.idempotencyKey());
        return operation.call(bus, step).compose(instance -> writes.shown(instance.revision())
                .compose(v -> Answers.json(request.http(), instance)));
    }
}
