package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.registry.Instance;

import static org.assertj.core.api.Assertions.assertThat;

class PollPlanTest {
    private static final int SLOTS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final Checks checks =
            new Checks(vertx, Duration.ofSeconds(2), Clock.systemUTC(), () -> ObserverSettings.DEFAULT);
    private final Shares all = new Shares(ObserverConfig.of("a-id", "a", Samples.HOST), List.of());

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void spreadsTheChecksOverTheInterval() {
        List<Instance> instances = IntStream.range(0, 5_000)
                .mapToObj(i -> Samples.instance("orders-" + i, "10.0.0.1", 8000, "/health"))
                .toList();

        PollPlan plan = PollPlan.of(instances, all, checks::isCheckable, SLOTS);

        assertThat(IntStream.range(0, SLOTS))
                .allSatisfy(slot -> assertThat(plan.due(slot)).hasSizeBetween(60, 140));
        assertThat(IntStream.range(0, SLOTS).map(slot -> plan.due(slot).size()).sum())
                .isEqualTo(5_000);
    }

    @Test
    void leavesOutWhatCannotBeChecked() {
        List<Instance> instances = List.of(
                Samples.instance("no-path", "10.0.0.1", 8000, null),
                Samples.instance("no-port", "10.0.0.1", 0, "/health"));

        assertThat(PollPlan.of(instances, all, checks::isCheckable, SLOTS).size())
                .isZero();
    }
}
