package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.registry.BulkDeregistration;
import io.lotse.contracts.registry.RegistrationBatch;
import io.lotse.contracts.registry.RegistryContract;

/** Many instances at once. */
final class BatchHandlers {
    private final EventBus bus;
    private final OwnWrites writes;

    BatchHandlers(EventBus bus, OwnWrites writes) {
        this.bus = bus;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("register_batch", this::register, "deregister_many", this::deregister);
    }

    private Future<?> register(ApiRequest request) {
        RegistrationBatch batch = ContractCodec.decode(request.bodyWithKey(), RegistrationBatch.class);
        return RegistryContract.REGISTER_BATCH.call(bus, batch).compose(made -> writes.shown(made.revision())
                .compose(v -> {
                    request.response().setStatusCode(201);
                    return Answers.json(request.http(), made);
                }));
    }

    private Future<?> deregister(ApiRequest request) {
        BulkDeregistration asked = ContractCodec.decode(request.body(), BulkDeregistration.class);
        return RegistryContract.DEREGISTER_MANY.call(bus, asked).compose(gone -> writes.shown(
                        snapshot -> gone.serviceIds().stream()
                                .allMatch(id -> snapshot.instance(id).isEmpty()))
                .compose(v -> Answers.json(request.http(), gone)));
    }
}
