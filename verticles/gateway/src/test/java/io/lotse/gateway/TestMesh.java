package io.lotse.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

/** A mesh view that the test writes: plays the node's ledger towards the real feed. */
final class TestMesh {
    private final Vertx vertx;
    private final MeshView view = new MeshView(Clock.systemUTC());
    private final List<Change> changes = new ArrayList<>();
    private long revision;

    private TestMesh(Vertx vertx) {
        this.vertx = vertx;
    }

    static TestMesh start(Vertx vertx) {
        TestMesh mesh = new TestMesh(vertx);
        Await.done(LedgerContract.CHANGES
                .serve(vertx.eventBus(), q -> Future.succeededFuture(mesh.after(q.after())))
                .completion());
        Await.done(new MeshViewFeed(vertx, mesh.view).start());
        return mesh;
    }

    MeshView view() {
        return view;
    }

    void register(String id, String service, String host, String address, int port) {
        register(id, service, host, address, port, InstanceStatus.ACTIVE, Protocol.TCP);
    }

    void register(String id, String service, Protocol protocol, int port) {
        register(id, service, GatewayFixture.HOST, "127.0.0.1", port, InstanceStatus.ACTIVE, protocol);
    }

    void register(
            String id,
            String service,
            String host,
            String address,
            int port,
            InstanceStatus status,
            Protocol protocol) {
        RegisteredInstance instance = new RegisteredInstance(
                id,
                service,
                null,
                address,
                host,
                protocol,
                status,
                null,
                null,
                null,
                "development",
                null,
                null,
                null,
                Instant.EPOCH,
                false);
        Allocation allocation = new Allocation(host, protocol, null, id, Instant.EPOCH, true);
        put(
                LedgerKeys.instance(id), ContractCodec.encode(instance).getMap(),
                LedgerKeys.allocation(host, protocol, port),
                        ContractCodec.encode(allocation).getMap());
    }

    void deregister(String id) {
        List<String> keys = new ArrayList<>(view.snapshot().allocationKeysOf(id));
        keys.add(LedgerKeys.instance(id));
        synchronized (this) {
            revision++;
            keys.forEach(k -> changes.add(new Change(revision, k, null)));
        }
        tell();
    }

    private void put(String key, Map<String, Object> value, String otherKey, Map<String, Object> otherValue) {
        synchronized (this) {
            revision++;
            changes.add(new Change(revision, key, new Entry(key, value, revision, revision)));
            changes.add(new Change(revision, otherKey, new Entry(otherKey, otherValue, revision, revision)));
        }
        tell();
    }

    /** Returns when the view has come to the change. */
    private void tell() {
        LedgerContract.ADVANCED.publish(vertx.eventBus(), after(revision - 1));
        Await.result(view.reached(revision, Duration.ofSeconds(5)));
    }

    private synchronized Changes after(long after) {
        return new Changes(
                after,
                revision,
                changes.stream().filter(c -> c.revision() > after).toList());
    }
}
