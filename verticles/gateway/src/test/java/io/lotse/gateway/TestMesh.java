package io.lotse.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
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
        Await.done(LedgerContract.COMMIT
                .serve(vertx.eventBus(), t -> Future.succeededFuture(mesh.commit(t)))
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

    void register(String id, String service, int port, Map<String, String> metadata) {
        register(id, service, GatewayFixture.HOST, "127.0.0.1", port, InstanceStatus.ACTIVE, Protocol.TCP, metadata);
    }

    void register(
            String id,
            String service,
            String host,
            String address,
            int port,
            InstanceStatus status,
            Protocol protocol) {
        register(id, service, host, address, port, status, protocol, Map.of());
    }

    void register(String id, String service, String host, int port, Map<String, String> metadata) {
        register(id, service, host, "127.0.0.1", port, InstanceStatus.ACTIVE, Protocol.TCP, metadata);
    }

    void registerIn(String environment, String id, String service, String host, int port) {
        register(id, service, host, "127.0.0.1", port, InstanceStatus.ACTIVE, Protocol.TCP, Map.of(), environment);
    }

    private void register(
            String id,
            String service,
            String host,
            String address,
            int port,
            InstanceStatus status,
            Protocol protocol,
            Map<String, String> metadata) {
        register(id, service, host, address, port, status, protocol, metadata, "development");
    }

    private void register(
            String id,
            String service,
            String host,
            String address,
            int port,
            InstanceStatus status,
            Protocol protocol,
            Map<String, String> metadata,
            String environment) {
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
                environment,
                null,
                null,
                metadata,
                Instant.EPOCH,
                false);
        Allocation allocation = new Allocation(host, protocol, null, id, Instant.EPOCH, true);
        put(
                LedgerKeys.instance(id), ContractCodec.encode(instance).getMap(),
                LedgerKeys.allocation(host, protocol, port),
                        ContractCodec.encode(allocation).getMap());
    }

    /** Puts a route into the ledger, as JSON. */
    void route(String name, String json) {
        change(LedgerKeys.route(name), new JsonObject(json).put("name", name).getMap());
    }

    void removeRoute(String name) {
        change(LedgerKeys.route(name), null);
    }

    /** Makes a transaction if its conditions hold. */
    private Outcome commit(Transaction transaction) {
        Changes made;
        synchronized (this) {
            boolean holds = transaction.conditions().stream().allMatch(c -> {
                long is = changes.stream()
                        .filter(change -> change.key().equals(c.key()))
                        .mapToLong(change -> change.entry() == null ? 0 : change.revision())
                        .reduce(0, (before, last) -> last);
                return c.modRevision() == -1 ? is > 0 : c.modRevision() == is;
            });
            if (!holds) {
                return new Outcome(false, revision, null, null, null, null, false, null);
            }
            revision++;
            for (Mutation m : transaction.mutations()) {
                Entry entry = m.value() == null ? null : new Entry(m.key(), m.value(), revision, revision);
                changes.add(new Change(revision, m.key(), entry));
            }
            made = after(revision - 1);
        }
        LedgerContract.ADVANCED.publish(vertx.eventBus(), made);
        return new Outcome(true, made.revision(), null, null, null, null, false, null);
    }

    private void change(String key, Map<String, Object> value) {
        synchronized (this) {
            revision++;
            changes.add(new Change(revision, key, value == null ? null : new Entry(key, value, revision, revision)));
        }
        tell();
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

    /** Puts a record into the ledger. */
    void put(String key, Object value) {
        change(key, ContractCodec.encode(value).getMap());
    }

    /** Removes a record from the ledger. */
    void remove(String key) {
        change(key, null);
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
        Await.result(view.reached(revision, Duration.ofSeconds(60)));
    }

    private synchronized Changes after(long after) {
        return new Changes(
                after,
                revision,
                changes.stream().filter(c -> c.revision() > after).toList());
    }
}
