package io.lotse.registry;

import java.util.Optional;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Finds instances in the view, and in the ledger those that another node registered a moment ago. */
final class KnownInstances {
    private final MeshView view;
    private final LedgerWriter ledger;

    KnownInstances(MeshView view, LedgerWriter ledger) {
        this.view = view;
        this.ledger = ledger;
    }

    /** An instance with the snapshot it stands in. */
    record Found(Instance instance, MeshSnapshot snapshot) {}

    /** Fails with {@link ProblemCode#UNKNOWN_INSTANCE}, or as the ledger does if it must be asked. */
    Future<Found> find(String serviceId) {
        if (serviceId == null || serviceId.isBlank()) {
            return Future.failedFuture(
                    ContractException.invalid("service_id", "is missing: give the id of an instance"));
        }
        Optional<Found> known = in(view.snapshot(), serviceId);
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        return ledger.fresh(LedgerKeys.instance(serviceId)).compose(snapshot -> in(snapshot, serviceId)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(unknown(serviceId))));
    }

    private static Optional<Found> in(MeshSnapshot snapshot, String serviceId) {
        return snapshot.instance(serviceId).map(instance -> new Found(instance, snapshot));
    }

    private static ContractException unknown(String serviceId) {
        return new ContractException(
                ProblemCode.UNKNOWN_INSTANCE,
                "no instance has the id " + serviceId + ": register it first; GET services lists those there are");
    }
}
