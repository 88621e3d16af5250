package io.lotse.observer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.testfaults.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/** RabbitMQ without its management plugin. */
class AmqpCheckTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void tellsTheVersionAndWhatWaitsInAQueue() {
        Finding finding = check(false, Map.of("health_queue", "orders"));

        assertThat(finding.status()).isEqualTo(HealthStatus.UP);
        assertThat(finding.detail()).isEqualTo("1200 messages wait");
        assertThat(finding.vitals().queued()).isEqualTo(1_200);
        assertThat(finding.vitals().version()).isEqualTo("3.10.8");
        assertThat(finding.latency()).isPositive();
    }

    @Test
    void tooDeepAQueueDegradesIt() {
        assertThat(check(false, Map.of("health_queue", "orders", "health_max_depth", "100")))
                .extracting(Finding::status, Finding::detail)
                .containsExactly(HealthStatus.DEGRADED, "1200 messages wait, more than 100");
    }

    @Test
    void anAlarmDegradesIt() {
        Finding finding = check(true, Map.of());

        assertThat(finding.status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(finding.detail()).startsWith("an alarm is on, publishers are held up: low on memory; ");
    }

    @Test
    void saysWhatToGiveWhereItIsRefused() {
        assertThat(check(false, Map.of("health_user", "eve")).detail())
                .isEqualTo("refused: ACCESS_REFUSED: give user and password_env in observer_config.json");
        assertThat(check(false, Map.of("health_queue", "other")).detail())
                .isEqualTo("refused: NOT_FOUND - no queue: see queue and vhost");
    }

    @Test
    void whoSpeaksSomethingElseIsDown() {
        int port = await(new BadEndpoints(vertx).tcp("SSH-2.0-OpenSSH_9.2\r\n\r\n", false));

        assertThat(check(port, Map.of()).detail()).startsWith("did not answer in AMQP 0-9-1");
    }

    @Test
    void amqpIsNotAskedWhereAManagementPortIsGiven() {
        Finding finding = check(false, Map.of("health_management_port", "" + FreePorts.next()));

        assertThat(finding.detail()).startsWith("nothing listens there");
    }

    private Finding check(boolean alarm, Map<String, String> options) {
        return check(await(new AmqpStandIn(vertx, alarm).listen()), options);
    }

    private Finding check(int port, Map<String, String> options) {
        Map<String, String> metadata = new HashMap<>(options);
        metadata.put("health_check", "rabbitmq");
        return await(new RabbitCheck(vertx, Duration.ofSeconds(8), FreePorts.next())
                .run(Samples.instance("a", port, null, metadata), settings(port, metadata)));
    }

    private static CheckSettings settings(int port, Map<String, String> metadata) {
        return CheckSettings.registered(Samples.instance("a", port, null, metadata));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
