package io.lotse.hostagent;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.Empty;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.meshview.MeshView;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an agent keeps in a real ledger. */
class FactsPublisherTest {
    private static final AtomicLong LOOKS = new AtomicLong();
    private static final List<String> WRITTEN = new CopyOnWriteArrayList<>();
    private static Vertx vertx;
    private static TestLedger ledger;

    private final String host = "harbour-" + LOOKS.get();
    private final String key = LedgerKeys.host(host);
    private final List<String> agents = new ArrayList<>();
    private final HostFacts others = new HostFacts(host, List.of("10.0.0.1"), null, "another network namespace");

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (delivery.message().address().equals(LedgerContract.RANGE.address())) {
                LOOKS.incrementAndGet();
            }
            delivery.next();
        });
        ledger = TestLedger.start(vertx);
        ledger.view().onChange(change -> change.changes().forEach(c -> WRITTEN.add(c.key())));
    }

    @AfterAll
    static void stop() {
        ledger.close();
        get(vertx.close());
    }

    @AfterEach
    void undeploy() {
        agents.forEach(agent -> get(vertx.undeploy(agent)));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private void deploy() {
        HostAgentConfig config =
                new HostAgentConfig(host, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMinutes(1), 1);
        agents.add(get(vertx.deployVerticle(
                new HostAgentVerticle(config, new MeshView(Clock.systemUTC()), Clock.systemUTC()))));
    }

    private HostFacts factsOfNow() {
        return get(HostContract.FACTS.callFor(vertx.eventBus(), host, Empty.EMPTY));
    }

    private Optional<HostFacts> stored() {
        return ledger.view().snapshot().host(host);
    }

    private boolean isUpToDate() {
        return stored().equals(Optional.of(factsOfNow()));
    }

    private long writes() {
        return WRITTEN.stream().filter(key::equals).count();
    }

    /** Waits until the agents looked so many times again, and not the test. */
    private void awaitLooks(long more) {
        long before = LOOKS.get();
        await().until(() -> LOOKS.get() >= before + more);
    }

    @Test
    void writesItsFactsOnceAndNotAgainWhileTheyAreEqual() {
        deploy();

        await().until(this::isUpToDate);
        awaitLooks(3);

        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void severalNodesOfAHostWriteOnce() {
        deploy();
        deploy();

        await().until(() -> stored().isPresent());
        awaitLooks(6);

        assertThat(writes()).isEqualTo(1);
    }

    @Test
    void replacesFactsThatAreOutdated() {
        ledger.put(Mutation.put(key, others));
        deploy();

        await().until(this::isUpToDate);
    }

    @Test
    void writesAgainWhatTheLedgerLost() {
        deploy();
        await().until(() -> stored().isPresent());

        ledger.put(Mutation.delete(key));

        await().until(() -> stored().isPresent());
    }

    @Test
    void doesNotDisputeWhatAnotherNodeOfItsHostSees() {
        deploy();
        await().until(() -> stored().isPresent());
        awaitLooks(2);

        ledger.put(Mutation.put(key, others));
        awaitLooks(4);

        assertThat(stored()).contains(others);
    }

    @Test
    void isNotMisledByAHostWhoseNameBeginsLikeItsOwn() {
        HostFacts neighbours = new HostFacts(host + "-2", List.of("10.0.0.2"), null, "a neighbour");
        ledger.put(Mutation.put(LedgerKeys.host(host + "-2"), neighbours));
        deploy();

        await().until(this::isUpToDate);
    }
}
