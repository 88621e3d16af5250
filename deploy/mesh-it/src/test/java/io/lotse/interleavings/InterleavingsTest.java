package io.lotse.interleavings;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

import io.lotse.allocator.PortAllocatorConfig;
import io.lotse.allocator.PortAllocatorVerticle;
import io.lotse.contracts.ledger.Entry;
import io.lotse.environments.EnvironmentsConfig;
import io.lotse.environments.EnvironmentsVerticle;
import io.lotse.interleavings.Client.Told;
import io.lotse.ledger.ScriptedLedger;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.MeshViewFeed;
import io.lotse.registry.RegistryConfig;
import io.lotse.registry.RegistryVerticle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Registries, allocators and views of two nodes, and clients that get into each other's way, over a ledger whose
 * answers come late, are lost or are refusals, by a plan that a seed decides: what is promised holds in every
 * interleaving. {@code -Dfuzz.seed=S} repeats one plan, as far as timers let it.
 */
class InterleavingsTest {
    private static final int SEEDS = Math.max(1, Integer.getInteger("fuzz.tries", 500) / 25);
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 15;

    @Test
    void promisesHoldInEveryInterleaving() {
        Long only = Long.getLong("fuzz.seed");
        Random seeds = new Random();
        Set<String> answered = new TreeSet<>();
        for (int i = 0; i < (only == null ? SEEDS : 1); i++) {
            long seed = only == null ? seeds.nextLong() : only;
            try {
                answered.addAll(holds(seed));
            } catch (Throwable e) {
                throw new AssertionError("-Dfuzz.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        if (only == null) {
            assertThat(answered).contains("register", "batch", "deregister", "heartbeat");
        }
    }

    /** Returns the kinds of requests that were answered and not refused. */
    private static Set<String> holds(long seed) {
        Vertx vertx = Vertx.vertx();
        try {
            ScriptedLedger ledger = ScriptedLedger.serve(vertx, seed);
            List<MeshView> views = List.of(node(vertx, "node-1"), node(vertx, "node-2"));

            List<Told> told = ask(vertx, seed);

            ledger.calmDown();
            views.forEach(view -> isLikeTheLedger(view, ledger));
            check(new History(ledger.history()), told);
            return told.stream()
                    .filter(one -> one.answer() != null)
                    .map(Told::kind)
                    .collect(Collectors.toSet());
        } finally {
            await(vertx.close());
        }
    }

    private static MeshView node(Vertx vertx, String name) {
        MeshView view = new MeshView(Clock.systemUTC());
        RegistryConfig config = new RegistryConfig(name + "-run", name, "build-7", "development");
        await(new MeshViewFeed(vertx, view).start());
        await(vertx.deployVerticle(
                new PortAllocatorVerticle(new PortAllocatorConfig(Set.of()), view, Clock.systemUTC())));
        await(vertx.deployVerticle(new EnvironmentsVerticle(
                new EnvironmentsConfig(config.nodeId(), config.nodeName()), view, Clock.systemUTC())));
        await(vertx.deployVerticle(new RegistryVerticle(config, view, Clock.systemUTC())));
        return view;
    }

    private static List<Told> ask(Vertx vertx, long seed) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client(vertx, "client-" + i, seed + i));
        }
        await(Future.all(clients.stream().map(c -> c.run(REQUESTS)).toList()));
        return clients.stream().flatMap(c -> c.told.stream()).toList();
    }

    private static void isLikeTheLedger(MeshView view, ScriptedLedger ledger) {
        MeshSnapshot seen = await(view.reached(ledger.revision(), Duration.ofSeconds(10)));
        assertThat(seen.entries().stream().map(Entry::key).toList()).isSorted();
        assertThat(new History(ledger.history()).last().values()).containsExactlyElementsOf(seen.entries());
    }

    private static void check(History history, List<Told> told) {
        history.everyInstanceHoldsOnePortAndEveryPortIsHeldByAnInstance();
        history.everyAnswerIsTrue(told);
        history.noKeyMadeTwoInstancesAndNoRefusedOneAny(told);
        history.everyBatchIsWhole();
        history.everyRefusalHasItsReason(told);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
