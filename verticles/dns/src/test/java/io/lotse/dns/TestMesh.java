package io.lotse.dns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Assertions;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.contracts.host.HostFacts;
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

/** A real view on a ledger that is a list of changes; what is put here is in the view when the method returns. */
final class TestMesh {
    static final String HOST = "here";

    private final Vertx vertx;
    private final List<Change> changes = new ArrayList<>();
    private final MeshView view = new MeshView(Clock.systemUTC());
    private long revision;

    private TestMesh(Vertx vertx) {
        this.vertx = vertx;
    }

    static TestMesh start(Vertx vertx) {
        TestMesh mesh = new TestMesh(vertx);
        await(LedgerContract.CHANGES
                .serve(vertx.eventBus(), q -> Future.succeededFuture(mesh.behind(q.after())))
                .completion());
        mesh.put(LedgerKeys.host(HOST), new HostFacts(HOST, List.of("127.0.0.1", "10.1.1.1", "fd00::1"), null, "test"));
        await(new MeshViewFeed(vertx, mesh.view).start());
        return mesh;
    }

    MeshView view() {
        return view;
    }

    void instance(String id, String service, String address, int port) {
        instance(id, service, address, port, HOST, InstanceStatus.ACTIVE, Protocol.TCP);
    }

    void instance(
            String id,
            String service,
            String address,
            int port,
            String host,
            InstanceStatus status,
            Protocol protocol) {
        instance("development", id, service, address, port, host, status, protocol);
    }

    void instanceIn(String environment, String id, String service, String address, int port) {
        instance(environment, id, service, address, port, HOST, InstanceStatus.ACTIVE, Protocol.TCP);
    }

    private void instance(
            String environment,
            String id,
            String service,
            String address,
            int port,
            String host,
            InstanceStatus status,
            Protocol protocol) {
        put(LedgerKeys.allocation("s" + port, protocol, port), allocation(id, port, protocol));
        put(
                LedgerKeys.instance(id),
                new RegisteredInstance(
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
                        List.of(),
                        null,
                        Map.of(),
                        Instant.EPOCH,
                        false));
        reached();
    }

    void dnsFault(String environment, String service, DnsFailure answer, Integer first) {
        FaultRule rule =
                new FaultRule(FaultKind.DNS, service, null, null, null, null, null, answer, null, first, null, null);
        put(LedgerKeys.fault(environment, "f"), new Fault(environment, "f", rule, Instant.EPOCH, null));
        reached();
    }

    void remove(String id) {
        change(LedgerKeys.instance(id), null);
        reached();
    }

    private static Allocation allocation(String id, int port, Protocol protocol) {
        return new Allocation("s" + port, protocol, port, id, Instant.EPOCH, true);
    }

    private synchronized void put(String key, Object value) {
        change(key, new Entry(key, ContractCodec.encode(value).getMap(), revision + 1, revision + 1));
    }

    private synchronized void change(String key, Entry entry) {
        Change change = new Change(++revision, key, entry);
        changes.add(change);
        LedgerContract.ADVANCED.publish(vertx.eventBus(), new Changes(revision - 1, revision, List.of(change)));
    }

    private synchronized Changes behind(long after) {
        return new Changes(
                after,
                revision,
                changes.stream().filter(c -> c.revision() > after).toList());
    }

    private void reached() {
        await(view.reached(revision, Duration.ofSeconds(60)));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            return Assertions.fail(e);
        }
    }
}
