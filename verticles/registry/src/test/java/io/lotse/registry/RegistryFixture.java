package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

/** A registry with its neighbours on one bus, over the real ledger; emptied before each test. */
abstract class RegistryFixture {
    static final HostFacts OWN_HOST = new HostFacts(Neighbours.HOST, List.of("127.0.0.1", "10.0.0.7"), null, "Linux");

    static Vertx vertx;
    static TestLedger ledger;

    Neighbours neighbours;
    final List<String> deployments = new ArrayList<>();

    @BeforeAll
    static void startLedger() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
    }

    @AfterAll
    static void stopLedger() {
        ledger.close();
        wait(vertx.close());
    }

    @BeforeEach
    void deploy() {
        ledger.empty();
        ledger.put(Mutation.put(LedgerKeys.host(Neighbours.HOST), OWN_HOST));
        neighbours = Neighbours.serve(vertx, ledger.view());
        deployRegistry("node-1");
    }

    @AfterEach
    void undeploy() {
        deployments.forEach(id -> wait(vertx.undeploy(id)));
        deployments.clear();
        neighbours.stop();
    }

    /** One more node of the same host. */
    final void deployRegistry(String node) {
        RegistryConfig config = new RegistryConfig(UUID.randomUUID().toString(), node, Neighbours.HOST, "development");
        deployments.add(wait(vertx.deployVerticle(new RegistryVerticle(config, ledger.view(), Clock.systemUTC()))));
    }

    static <E> List<E> heard(EventType<E> type) {
        List<E> events = new CopyOnWriteArrayList<>();
        wait(type.subscribe(vertx.eventBus(), events::add).completion());
        return events;
    }

    static <Q, R> R call(Operation<Q, R> operation, Q request) {
        return Bus.call(vertx, operation, request);
    }

    static <Q, R> ContractException failure(Operation<Q, R> operation, Q request) {
        return Bus.failure(vertx, operation, request);
    }

    static <T> T wait(Future<T> future) {
        return Bus.wait(future);
    }
}
