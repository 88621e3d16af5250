package io.lotse.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.MeshViewFeed;

/** A mesh view with services of one instance each, fed as a node's is. */
final class BenchMesh {
    private static final String HOST = "alpha";
    private final List<Change> changes = new ArrayList<>();

    private BenchMesh(int services) {
        for (int i = 0; i < services; i++) {
            String id = "service-" + i;
            RegisteredInstance instance = new RegisteredInstance(
                    id,
                    id,
                    null,
                    "10.0.0.1",
                    HOST,
                    Protocol.TCP,
                    InstanceStatus.ACTIVE,
                    null,
                    null,
                    null,
                    "development",
                    null,
                    null,
                    Map.of(),
                    Instant.EPOCH,
                    false);
            put(LedgerKeys.instance(id), instance);
            put(
                    LedgerKeys.allocation(HOST, Protocol.TCP, 20_000 + i),
                    new Allocation(HOST, Protocol.TCP, null, id, Instant.EPOCH, true));
        }
    }

    private void put(String key, Object value) {
        long revision = changes.size() + 1;
        changes.add(new Change(
                revision,
                key,
                new Entry(key, ContractCodec.encode((Record) value).getMap(), revision, revision)));
    }

    private Changes after(long revision) {
        return new Changes(
                revision,
                changes.size(),
                changes.stream().filter(c -> c.revision() > revision).toList());
    }

    /** The view once it has all services. */
    static MeshView view(Vertx vertx, int services) throws Exception {
        BenchMesh mesh = new BenchMesh(services);
        MeshView view = new MeshView(Clock.systemUTC());
        LedgerContract.CHANGES
                .serve(vertx.eventBus(), q -> Future.succeededFuture(mesh.after(q.after())))
                .completion()
                .compose(v -> new MeshViewFeed(vertx, view).start())
                .await(30, TimeUnit.SECONDS);
        if (view.snapshot().services().size() != services) {
            throw new IllegalStateException(
                    "the view has " + view.snapshot().services().size() + " services");
        }
        return view;
    }
}
