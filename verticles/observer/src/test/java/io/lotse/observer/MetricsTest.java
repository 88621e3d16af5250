package io.lotse.observer;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ProcessLoad;
import io.lotse.contracts.metrics.InstanceTraffic;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.SeriesColumn;
import io.lotse.contracts.metrics.SeriesQuery;
import io.lotse.contracts.metrics.TrafficReport;
import io.lotse.contracts.ports.Protocol;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Figures over the bus, from those who tell them to those who ask. */
class MetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT = 20_001;
    private static final long PID = 4_711;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    private TestLedger ledger;
    private String observer;

    @BeforeEach
    void start() {
        ledger = TestLedger.start(vertx, Clock.systemUTC());
        new RegistryStandIn(vertx.eventBus(), ledger)
                .register(Samples.registered("orders-1", "127.0.0.1", null, false), PORT);
        standInForTheAgent();
        observe();
    }

    @AfterEach
    void stop() {
        ledger.close();
        get(vertx.close());
    }

    @Test
    void aNodeThatComesBackStillHasWhatWasMeasured() {
        InstanceTraffic traffic = new InstanceTraffic("orders", "orders-1", 42, 2, 1, null);
        TrafficReport report = new TrafficReport("gateway", Instant.now(), List.of(traffic), null);
        MetricsContract.TRAFFIC_COUNTED.publish(vertx.eventBus(), report);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(values(service("requests_per_second")))
                .contains(42.0));

        get(vertx.undeploy(observer));
        observe();

        assertThat(values(service("requests_per_second"))).contains(42.0);
        assertThat(values(service("errors_per_second"))).contains(2.0);
    }

    @Test
    void measuresTheHostAndTheProcessThatListensForAnInstance() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(values(new SeriesQuery(null, null, "a", "load_percent", null, null, null)))
                    .contains(200.0);
            assertThat(values(new SeriesQuery(null, "orders-1", null, "process_memory_bytes", null, null, null)))
                    .contains(1_000_000.0);
        });
        assertThat(registry.get("lotse.metrics.series").gauge().value()).isPositive();
    }

    private void observe() {
        ObserverConfig config = ObserverConfig.of("a-id", "a", Samples.HOST).in(folder);
        observer = get(vertx.deployVerticle(new ObserverVerticle(config, ledger.view(), registry, Clock.systemUTC())));
    }

    private void standInForTheAgent() {
        Instant now = Instant.now();
        HostLoad load =
                new HostLoad(Samples.HOST, 0.5, 2, 1_000, 4_000, List.of(4.0, 1.0, 1.0), Duration.ofHours(1), now);
        Listener listener = new Listener("127.0.0.1", Protocol.TCP, PORT, PID, null, null, null);
        ProcessLoad process = new ProcessLoad(PID, null, 0.25, 1_000_000, 5, null, now, now);
        List<Future<?>> ready = List.of(
                HostContract.HOST_LOAD
                        .serveFor(vertx.eventBus(), Samples.HOST, q -> Future.succeededFuture(load))
                        .completion(),
                HostContract.SOCKETS
                        .serveFor(
                                vertx.eventBus(),
                                Samples.HOST,
                                q -> Future.succeededFuture(new HostSockets(List.of(listener), 1)))
                        .completion(),
                HostContract.PROCESS_LOAD
                        .serveFor(vertx.eventBus(), Samples.HOST, q -> Future.succeededFuture(process))
                        .completion());
        get(Future.all(ready));
    }

    private static SeriesQuery service(String metric) {
        return new SeriesQuery("orders", null, null, metric, null, null, null);
    }

    /** None while nothing is known of whom is asked. */
    private List<Double> values(SeriesQuery query) {
        return get(MetricsContract.SERIES
                .call(vertx.eventBus(), query)
                .map(reply -> reply.series().stream()
                        .map(SeriesColumn::values)
                        .flatMap(List::stream)
                        .toList())
                .otherwise(List.of()));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
