package io.lotse.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.HdrHistogram.IntCountsHistogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.metrics.InstanceTraffic;
import io.lotse.contracts.metrics.MetricsContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a gateway tells the mesh of its traffic. */
class TrafficTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GatewayFixture gateway = GatewayFixture.patient();
    private final List<InstanceTraffic> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        Future<Void> ready = MetricsContract.TRAFFIC_COUNTED
                .subscribe(gateway.vertx.eventBus(), report -> told.addAll(report.instances()))
                .completion();
        await().atMost(PATIENCE).until(ready::succeeded);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void tellsEachRequestOnceWithItsTime() {
        gateway.instance("orders", r -> r.response()
                .setStatusCode(r.path().equals("/bad") ? 500 : 200)
                .end());

        for (int i = 0; i < 5; i++) {
            gateway.get("/api/orders/");
        }
        gateway.get("/api/orders/bad");

        await().atMost(PATIENCE).until(() -> requests() == 6);
        assertThat(errors()).isEqualTo(1);
        assertThat(told)
                .allMatch(t -> t.serviceName().equals("orders") && t.serviceId().equals("orders-1"));
        assertThat(told.stream()
                        .filter(t -> t.latency() != null)
                        .mapToLong(t -> histogram(t).getTotalCount())
                        .sum())
                .isEqualTo(6);
    }

    @Test
    void tellsOfRequestsUnderWayForAsLongAsTheyAre() {
        Promise<Void> leave = Promise.promise();
        gateway.instance(
                "orders", r -> leave.future().onSuccess(v -> r.response().end()));

        gateway.getLater("/api/orders/");

        await().atMost(PATIENCE)
                .until(() -> told.stream().filter(t -> t.running() == 1).count() >= 2);
        leave.complete();
        await().atMost(PATIENCE).until(() -> requests() == 1);
        assertThat(told.get(told.size() - 1).running()).isZero();
    }

    @Test
    void countsWhatFoundNoConnectionAsAnErrorThatTookNoTime() throws IOException {
        gateway.register("orders", GatewayFixture.freePort());

        gateway.get("/api/orders/");

        await().atMost(PATIENCE).until(() -> errors() == 1);
        assertThat(requests()).isEqualTo(1);
        assertThat(told).allMatch(t -> t.latency() == null);
    }

    private long requests() {
        return told.stream().mapToLong(InstanceTraffic::requests).sum();
    }

    private long errors() {
        return told.stream().mapToLong(InstanceTraffic::errors).sum();
    }

    private static IntCountsHistogram histogram(InstanceTraffic traffic) {
        return IntCountsHistogram.decodeFromByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(traffic.latency())), 1);
    }
}
