package io.lotse.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StandingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path data;

    private final SettableClock clock = new SettableClock(NOON);
    private final StandInRegistry registry = new StandInRegistry();
    private Vertx vertx;
    private Means means;
    private Standing standing;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        registry.serve(vertx.eventBus());
        means = RealMeans.in(data, vertx, clock);
        Path file = Files.writeString(data.resolve("services.yaml"), "services: {web: {command: [sh]}}");
        ServicesConfig.Service spec = ServicesConfig.read(file).service("web").orElseThrow();
        standing = new Standing(means, Kept.of("shop", spec));
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void isOnDiskOnceItSaysSo() throws Exception {
        get(standing.keep(k -> k.wanted(true).restarts(3)));

        assertThat(means.states().read()).containsExactly(standing.kept());
    }

    @Test
    void tellsWhereItListensOnlyWhileItIsRegistered() {
        standing.change(k -> k.at("web-1", "127.0.0.1", 8080));
        assertThat(standing.told())
                .extracting(SupervisedService::serviceId, SupervisedService::ipAddress, SupervisedService::port)
                .containsExactly("web-1", "127.0.0.1", 8080);

        standing.change(Kept::deregistered);
        assertThat(standing.told())
                .extracting(SupervisedService::serviceId, SupervisedService::ipAddress, SupervisedService::port)
                .containsExactly(null, null, null);
    }

    @Test
    void tellsSinceWhenItIsInItsState() {
        clock.advance(Duration.ofMinutes(1));
        standing.become(SupervisedState.WAITING, null);
        clock.advance(Duration.ofMinutes(1));
        standing.become(SupervisedState.WAITING, "waits for db");

        assertThat(standing.told().since()).isEqualTo(NOON.plusSeconds(60));
        assertThat(standing.told().detail()).isEqualTo("waits for db");
    }

    @Test
    void tellsItsProcessAndItsLastExitCode() {
        standing.process(new Proc(12, "mark"));
        assertThat(standing.told().pid()).isEqualTo(12);

        standing.process(null);
        standing.exited(3);
        assertThat(standing.told().pid()).isNull();
        assertThat(standing.told().exitCode()).isEqualTo(3);
    }

    @Test
    void oneThatLeavesForGoodIsDeregisteredAndWishesForItsPortAgain() throws Exception {
        var instance = get(means.registrar().register(standing.kept().registering("once"), List.of()));
        standing.change(k -> k.at(instance.serviceId(), instance.ipAddress(), instance.port()));

        standing.forgetInstance();

        await().until(registry.instances::isEmpty);
        assertThat(standing.kept().serviceId()).isNull();
        assertThat(standing.kept().port()).isEqualTo(instance.port());
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNotedAndHoldsNobodyUp() throws Exception {
        get(vertx.close());
        vertx = Vertx.vertx();
        means = RealMeans.in(data, vertx, clock);
        standing = new Standing(means, standing.kept().at("web-1", "127.0.0.1", 8080));

        standing.forgetInstance();

        assertThat(standing.kept().serviceId()).isNull();
        await().until(() -> standing.log().text(0, 1000).contains("event=registry_not_told"));
    }
}
