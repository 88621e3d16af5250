package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.verdicts.Judgement;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.contracts.verdicts.VerdictQuery;
import io.lotse.contracts.verdicts.VerdictsContract;
import io.lotse.statistics.Curve;
import io.lotse.testfaults.SettableClock;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Judging by duty, over the bus. */
class VerdictsTest {
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final SettableClock clock = new SettableClock(NOON);
    private final TestLedger ledger = TestLedger.start(vertx, clock);
    private final RegistryStandIn registry = new RegistryStandIn(vertx.eventBus(), ledger);
    private final List<Verdict> reached = new CopyOnWriteArrayList<>();
    private final List<Verdict> ended = new CopyOnWriteArrayList<>();
    private final Verdicts verdicts = node("a");

    @BeforeEach
    void start() {
        registry.register(Samples.registered("mail-1", "127.0.0.1", "/health", false), 8000);
        get(VerdictsContract.VERDICT_REACHED
                .subscribe(vertx.eventBus(), reached::add)
                .completion());
        get(VerdictsContract.VERDICT_ENDED
                .subscribe(vertx.eventBus(), ended::add)
                .completion());
        vertx.runOnContext(v -> verdicts.start(OFTEN, OFTEN));
    }

    @AfterEach
    void stop() {
        get(verdicts.stop());
        ledger.close();
        get(vertx.close());
    }

    @Test
    void tellsOnceWhatIsWrongShowsItAndTellsWhenItIsOver() {
        vertx.runOnContext(v -> flap());

        await().untilAsserted(() -> assertThat(reached).hasSize(1));
        assertThat(reached.get(0).kind()).isEqualTo(VerdictKind.FLAPPING);
        assertThat(reached.get(0).flapping().times()).isEqualTo(5);
        await().untilAsserted(
                        () -> assertThat(shown(null)).extracting(Verdict::id).containsExactly("flapping:mail-1"));

        clock.advance(Duration.ofHours(2));

        await().untilAsserted(() -> assertThat(ended).extracting(Verdict::id).containsExactly("flapping:mail-1"));
        assertThat(shown(null)).isEmpty();
        assertThat(shown(true)).hasSize(1);
        assertThat(reached).hasSize(1);
    }

    @Test
    void showsWhatAnotherNodeJudged() {
        get(verdicts.stop());
        Verdict far = new Verdict(
                "bottleneck:shop",
                VerdictKind.BOTTLENECK,
                "shop",
                null,
                "slow",
                NOON,
                NOON,
                null,
                null,
                null,
                null,
                null,
                null,
                null);

        await().untilAsserted(() -> {
            VerdictsContract.VERDICTS_JUDGED.publish(vertx.eventBus(), new Judgement("b-id", NOON, List.of(far)));
            assertThat(shown(null)).containsExactly(far);
        });
    }

    @Test
    void aNodeThatTakesOverKnowsWhatHappenedBeforeItWasStarted() {
        vertx.runOnContext(v -> {
            stumble(0);
            stumble(10);
            stumble(20);
        });
        await().until(() ->
                ledger.view().snapshot().entry(LedgerKeys.turns("mail-1")).isPresent());
        get(verdicts.stop());
        Verdicts successor = node("b");
        vertx.runOnContext(v -> successor.start(OFTEN, OFTEN));

        vertx.runOnContext(v -> {
            checked(successor, 30 * 60, HealthStatus.DOWN);
            checked(successor, 31 * 60, HealthStatus.UP);
            clock.advance(Duration.ofMinutes(35));
        });

        await().untilAsserted(() -> assertThat(reached).hasSize(1));
        assertThat(reached.get(0).flapping().times()).isEqualTo(4);

        registry.deregister("mail-1");

        await().until(() ->
                ledger.view().snapshot().entry(LedgerKeys.turns("mail-1")).isEmpty());
        get(successor.stop());
    }

    private Verdicts node(String name) {
        return new Verdicts(
                ObserverConfig.of(name + "-id", name, Samples.HOST),
                vertx,
                ledger.view(),
                (subject, figure, from, until) -> Curve.EMPTY,
                clock);
    }

    private void stumble(int minute) {
        checked(verdicts, minute * 60, HealthStatus.DOWN);
        checked(verdicts, minute * 60 + 60, HealthStatus.UP);
    }

    private void flap() {
        for (int minute = 0; minute < 50; minute += 10) {
            stumble(minute);
        }
        clock.advance(Duration.ofMinutes(50));
    }

    private static void checked(Verdicts node, int second, HealthStatus status) {
        Instant at = NOON.plusSeconds(second);
        node.checked(new HealthReport("mail-1", "mail", status, null, 200, "", at, 0, at, "a"));
    }

    private List<Verdict> shown(Boolean ended) {
        VerdictQuery query = new VerdictQuery(null, null, null, ended, null, null);
        return get(VerdictsContract.VERDICTS.call(vertx.eventBus(), query)).items();
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
