package io.lotse.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.EventType;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.testfaults.FreePorts;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** What the contracts promise, between two nodes. */
class ContractsOverTheClusterTest {
    private static final EndpointQuery QUESTION = new EndpointQuery("orders");

    @TempDir
    static Path folder;

    private static Cluster near;
    private static Cluster far;

    @BeforeAll
    static void start() throws IOException {
        int port = FreePorts.next();
        near = start("near", port, List.of());
        far = start("far", FreePorts.next(), List.of("127.0.0.1:" + port));
    }

    @AfterAll
    static void stop() throws Exception {
        done(far.close());
        done(near.close());
    }

    private static Operation<EndpointQuery, Heartbeat> operation(String verb) {
        return new Operation<>(
                "lotse.test." + verb + ".v1",
                EndpointQuery.class,
                Heartbeat.class,
                "For this test",
                Duration.ofSeconds(2),
                Set.of());
    }

    private static void serve(Operation<EndpointQuery, Heartbeat> operation, Cluster node, String answer) {
        done(operation
                .serve(node.vertx().eventBus(), q -> Future.succeededFuture(new Heartbeat(answer)))
                .completion());
    }

    private static Heartbeat ask(Operation<EndpointQuery, Heartbeat> operation, Cluster node) {
        return done(operation.call(node.vertx().eventBus(), QUESTION));
    }

    @Test
    void theOwnNodeAnswersWhileItServes() {
        Operation<EndpointQuery, Heartbeat> both = operation("both");
        serve(both, near, "near");
        serve(both, far, "far");

        for (int i = 0; i < 10; i++) {
            assertThat(ask(both, near)).isEqualTo(new Heartbeat("near"));
            assertThat(ask(both, far)).isEqualTo(new Heartbeat("far"));
        }
    }

    @Test
    void anotherNodeAnswersWhereTheOwnDoesNotServe() {
        Operation<EndpointQuery, Heartbeat> one = operation("one");
        serve(one, far, "far");

        assertThat(ask(one, near)).isEqualTo(new Heartbeat("far"));
    }

    @Test
    void aPlaceIsReachedFromEveryNode() {
        Operation<EndpointQuery, Heartbeat> place = operation("place");
        done(place.serveFor(far.vertx().eventBus(), "harbour", q -> Future.succeededFuture(new Heartbeat("harbour")))
                .completion());

        assertThat(done(place.callFor(near.vertx().eventBus(), "harbour", QUESTION)))
                .isEqualTo(new Heartbeat("harbour"));
    }

    @Test
    void aFailureKeepsItsCodeItsDetailAndItsFields() {
        Operation<EndpointQuery, Heartbeat> failing = operation("failing");
        List<FieldError> errors = List.of(new FieldError("service", "is asleep"));
        done(failing.serve(
                        far.vertx().eventBus(),
                        q -> Future.failedFuture(
                                new ContractException(ProblemCode.UNKNOWN_SERVICE, "no orders today", errors)))
                .completion());

        Exception thrown = catchThrowableOfType(Exception.class, () -> ask(failing, near));

        assertThat(thrown).rootCause().isInstanceOfSatisfying(ContractException.class, e -> {
            assertThat(e.code()).isEqualTo(ProblemCode.UNKNOWN_SERVICE);
            assertThat(e).hasMessage("no orders today");
            assertThat(e.errors()).isEqualTo(errors);
        });
    }

    @Test
    void anEventOfTheMeshIsHeardEverywhereAndOneOfTheNodeThereOnly() {
        EventType<Heartbeat> wide = event("Wide", EventType.Reach.MESH);
        EventType<Heartbeat> narrow = event("Narrow", EventType.Reach.NODE);
        List<String> heard = new CopyOnWriteArrayList<>();
        for (Cluster node : List.of(near, far)) {
            String name = node == near ? "near" : "far";
            done(narrow.subscribe(node.vertx().eventBus(), h -> heard.add("narrow at " + name))
                    .completion());
            done(wide.subscribe(node.vertx().eventBus(), h -> heard.add("wide at " + name))
                    .completion());
        }

        narrow.publish(near.vertx().eventBus(), new Heartbeat("a"));
        wide.publish(near.vertx().eventBus(), new Heartbeat("a"));

        await().untilAsserted(() ->
                assertThat(heard).containsExactlyInAnyOrder("narrow at near", "wide at near", "wide at far"));
    }

    private static EventType<Heartbeat> event(String name, EventType.Reach reach) {
        return new EventType<>(name, "lotse.test." + name + ".v1", Heartbeat.class, reach, "For this test");
    }

    private static Cluster start(String name, int port, List<String> join) {
        return done(Cluster.start(
                new ClusterConfig(name, "127.0.0.1", port, join),
                folder.resolve(name),
                new VertxOptions().setEventLoopPoolSize(2),
                Vertx.builder()));
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
