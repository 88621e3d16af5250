package io.lotse.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.PageLimit;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.health.BreachPage;
import io.lotse.contracts.health.BreachQuery;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.ThresholdSettings;
import io.lotse.contracts.health.ThresholdSource;
import io.lotse.contracts.health.ThresholdValue;
import io.lotse.contracts.health.Thresholds;
import io.lotse.contracts.health.ThresholdsChange;
import io.lotse.contracts.health.ThresholdsQuery;
import io.lotse.testfaults.SettableClock;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** From a real service's health answer to a breach that is kept, with the file changed meanwhile. */
class ThresholdsTest {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SettableClock clock = new SettableClock(Samples.REGISTERED_AT);
    private TestLedger ledger;
    private volatile String cpu = "0.95";
    private String observer;

    @BeforeEach
    void start() throws IOException {
        ledger = TestLedger.start(vertx, clock);
        RegistryStandIn registry = new RegistryStandIn(vertx.eventBus(), ledger);
        write("{}");
        observe();
        HttpServer server = get(vertx.createHttpServer()
                .requestHandler(r -> r.response().end("{\"status\":\"up\",\"cpu\":" + cpu + "}"))
                .listen(0, "127.0.0.1"));
        registry.register(Samples.registered("orders-1", "127.0.0.1", "/health", false), server.actualPort());
    }

    @AfterEach
    void stop() {
        ledger.close();
        get(vertx.close());
    }

    @Test
    void aBreachIsToldKeptAndOverWhenTheFigureIsWellAgain() {
        Breach breach = awaitNewest(BreachLevel.CRITICAL);
        assertThat(breach.metric()).isEqualTo("cpu_percent");
        assertThat(breach.value()).isEqualTo(95);
        assertThat(breach.limit()).isEqualTo(90);
        assertThat(breach.detail()).contains("cpu_percent is 95.0, the limit 90.0: find what is busy");

        cpu = "0.2";

        assertThat(awaitNewest(BreachLevel.OK).before()).isEqualTo(BreachLevel.CRITICAL);
    }

    @Test
    void aChangeOfTheFileHoldsWithoutARestartAndOneWithMistakesDoesNot() throws IOException {
        cpu = "0.4";
        write("{\"services\": {\"orders\": {\"cpu_percent\": {\"warning\": 30}}}}");
        awaitNewest(BreachLevel.WARNING);

        write("{\"services\": {\"orders\": {\"cpu_percent\": {\"warning\": \"much\"}}}}");
        cpu = "0.1";
        awaitNewest(BreachLevel.OK);
        cpu = "0.5";
        awaitNewest(BreachLevel.WARNING);

        Files.delete(folder.resolve("observer_config.json"));
        awaitNewest(BreachLevel.OK);
    }

    @Test
    void aChangeOfTheMeshHoldsWithoutARestartAndGoesBeforeTheFile() throws IOException {
        cpu = "0.4";
        write("{\"services\": {\"orders\": {\"cpu_percent\": {\"warning\": 30}}}}");
        awaitNewest(BreachLevel.WARNING);

        Thresholds put = get(change(
                """
                {"services": {"orders": {"cpu_percent": {"warning": 20, "critical": 25}}}}""", 0L));

        awaitNewest(BreachLevel.CRITICAL);
        assertThat(put.revision()).isPositive();
        Thresholds shown =
                get(HealthContract.THRESHOLDS.call(vertx.eventBus(), new ThresholdsQuery("orders", null, null)));
        assertThat(shown.revision()).isEqualTo(put.revision());
        assertThat(shown.effective())
                .filteredOn(v -> v.name().equals("cpu_percent"))
                .extracting(ThresholdValue::source)
                .containsExactly(ThresholdSource.MESH);

        get(change("{}", put.revision()));
        awaitNewest(BreachLevel.WARNING);
    }

    @Test
    void aChangeWithMistakesOrOfAnotherRevisionIsRefusedWhole() {
        ContractException mistakes = refusal(change(
                """
                {"default": {}, "defaults": {"cpu_percent": {"warning": 90, "critical": 10}},
                 "services": {"orders": {"check": {"kind": "redis"}, "consecutive": 0}}}""",
                null));
        assertThat(mistakes.errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "default", "defaults.cpu_percent", "services.orders.check", "services.orders.consecutive");

        get(change("{}", null));
        assertThat(refusal(change("{}", 0L)).code()).isEqualTo(ProblemCode.CONFLICT);
        Thresholds tried = get(HealthContract.CHANGE_THRESHOLDS.call(
                vertx.eventBus(),
                new ThresholdsChange(Map.of("defaults", Map.of("consecutive", 9)), null, true, null)));
        assertThat(tried.settings().defaults()).containsEntry("consecutive", 9);
        assertThat(get(HealthContract.THRESHOLDS.call(vertx.eventBus(), new ThresholdsQuery(null, null, null)))
                        .settings())
                .isEqualTo(ThresholdSettings.NONE);
    }

    private Future<Thresholds> change(String settings, Long ifRevision) {
        return HealthContract.CHANGE_THRESHOLDS.call(
                vertx.eventBus(), new ThresholdsChange(new JsonObject(settings).getMap(), ifRevision, false, null));
    }

    private static ContractException refusal(Future<?> future) {
        return (ContractException) catchThrowableOfType(CompletionException.class, () -> get(future))
                .getCause();
    }

    @Test
    void aRestartedNodeStillKnowsThem() throws IOException {
        String id = awaitNewest(BreachLevel.CRITICAL).id();
        Path kept = folder.resolve("breaches.jsonl");
        await().until(() -> Files.exists(kept) && Files.readString(kept).contains(id));
        get(vertx.undeploy(observer));
        Files.writeString(kept, Files.readString(kept) + "{\"id\":\"cut sho");

        observe();

        assertThat(breaches(PageLimit.DEFAULT, null).items())
                .extracting(Breach::id)
                .contains(id);
        assertThat(breaches(1, id).next()).isNull();
    }

    private void write(String settings) throws IOException {
        Files.writeString(folder.resolve("observer_config.json"), settings);
    }

    private void observe() {
        ObserverConfig config = new ObserverConfig(
                        "a-id", "a", Samples.HOST, Duration.ofMillis(200), Duration.ofMillis(200), 2, 60)
                .in(folder);
        observer = get(vertx.deployVerticle(new ObserverVerticle(config, ledger.view(), null, clock)));
    }

    private Breach awaitNewest(BreachLevel level) {
        await().untilAsserted(() ->
                assertThat(breaches(1, null).items()).extracting(Breach::level).containsExactly(level));
        return breaches(1, null).items().get(0);
    }

    private BreachPage breaches(int limit, String cursor) {
        BreachQuery query = new BreachQuery("orders", null, cursor, limit);
        BreachPage page = get(HealthContract.BREACHES.call(vertx.eventBus(), query));
        List<Breach> ofCpu = page.items().stream()
                .filter(b -> b.metric().equals("cpu_percent"))
                .toList();
        return new BreachPage(ofCpu, page.next());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
