package io.lotse.observer;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.HealthStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** Against a real server. */
class PostgresCheckTest {
    private static EmbeddedPostgres server;
    private static Vertx vertx;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "20")
                .start();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Test
    void tellsTheConnectionsThatOthersUse() throws SQLException {
        double before = check(Map.of()).vitals().databaseLoad();
        try (Connection one = server.getPostgresDatabase().getConnection();
                Connection another = server.getPostgresDatabase().getConnection()) {
            Finding finding = check(Map.of());

            assertThat(finding.status()).isEqualTo(HealthStatus.UP);
            assertThat(finding.vitals().databaseLoad()).isEqualTo(before + 2 / 20.0);
            assertThat(finding.vitals().version()).startsWith("14.");
            assertThat(finding.vitals().uptime()).isPositive();
            assertThat(finding.detail()).contains("of 20 connections are in use");
        }
    }

    @Test
    void leavesNoConnectionBehind() {
        for (int i = 0; i < 30; i++) {
            assertThat(check(Map.of()).status()).isEqualTo(HealthStatus.UP);
        }
    }

    @Test
    void aDatabaseThatThereIsNotIsDownWithAHint() {
        Finding finding = check(Map.of("health_database", "nowhere"));

        assertThat(finding.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(finding.detail()).contains("3D000").endsWith("give database (health_database)");
    }

    private static Finding check(Map<String, String> options) {
        Map<String, String> metadata = new HashMap<>(options);
        metadata.put("health_check", "postgresql");
        return new Checks(vertx, Duration.ofSeconds(15), Clock.systemUTC(), () -> ObserverSettings.DEFAULT)
                .check(Samples.instance("a", server.getPort(), null, metadata))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
