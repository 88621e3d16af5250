package io.lotse.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.registry.Instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SettingsReaderTest {
    private static final Instance ORDERS = Samples.instance("orders-1", 8080, "/health", Map.of());
    private static final Instance OTHER = Samples.instance("orders-2", 8081, "/health", Map.of());

    @Test
    void anEmptyObjectSaysTheDefaults() {
        Limits limits = SettingsReader.read("{}").limits(ORDERS);

        assertThat(limits).isEqualTo(Limits.DEFAULT);
        assertThat(limits.threshold(Metric.CPU_PERCENT)).isEqualTo(new Threshold(70.0, 90.0));
        assertThat(limits.threshold(Metric.RESPONSE_TIME_MS))
                .as("of an endpoint that is not critical")
                .isEqualTo(new Threshold(500.0, null));
    }

    @Test
    void anEndpointGoesBeforeItsServiceAndThatBeforeTheDefaults() {
        ObserverSettings settings = SettingsReader.read(
                """
                {"defaults": {"cpu_percent": {"warning": 60}, "consecutive": 5},
                 "services": {"orders": {"critical": true, "queued": {"critical": 10}, "memory_window_minutes": 5,
                   "endpoints": {"127.0.0.1:8080": {"response_time_ms": {"warning": 50, "critical": 80}},
                                 "orders-2": {"cpu_percent": "off"}}}}}""");

        Limits first = settings.limits(ORDERS);
        Limits second = settings.limits(OTHER);
        Limits third = settings.limits(Samples.instance("orders-3", 8082, "/health", Map.of()));
        assertThat(first.threshold(Metric.RESPONSE_TIME_MS)).isEqualTo(new Threshold(50.0, 80.0));
        assertThat(first.threshold(Metric.CPU_PERCENT)).isEqualTo(new Threshold(60.0, null));
        assertThat(second.threshold(Metric.CPU_PERCENT)).isEqualTo(Threshold.OFF);
        assertThat(second.threshold(Metric.QUEUED)).isEqualTo(new Threshold(null, 10.0));
        assertThat(third.threshold(Metric.RESPONSE_TIME_MS)).isEqualTo(new Threshold(500.0, 500.0));
        assertThat(third.consecutive()).isEqualTo(5);
        assertThat(third.memoryWindow()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aPathIsWaitedForUnlessItSaysOtherwiseAndHasTimesOfItsOwn() {
        ObserverSettings settings = SettingsReader.read(
                """
                {"services": {"orders": {"response_time_ms": {"warning": 50}, "consecutive": 2, "for_seconds": 30,
                   "paths": {"/checkout": {}, "/orders/{id}": {"critical": false, "response_time_ms": {"warning": 80}},
                             "/list/**": {"response_time_ms": {"warning": 100, "critical": 200}}}}}}""");

        Map<String, Limits> paths = settings.services().get("orders").paths();
        assertThat(paths.get("/checkout").threshold(Metric.RESPONSE_TIME_MS)).isEqualTo(new Threshold(500.0, 500.0));
        assertThat(paths.get("/checkout").consecutive()).isEqualTo(2);
        assertThat(paths.get("/checkout").lasting()).isEqualTo(Duration.ofSeconds(30));
        assertThat(paths.get("/checkout").threshold(Metric.CPU_PERCENT)).isEqualTo(Threshold.OFF);
        assertThat(paths.get("/orders/{id}").threshold(Metric.RESPONSE_TIME_MS)).isEqualTo(new Threshold(80.0, null));
        assertThat(paths.get("/list/**").threshold(Metric.RESPONSE_TIME_MS)).isEqualTo(new Threshold(100.0, 200.0));
        assertThat(settings.paths()).isEqualTo(Map.of("orders", List.of("/checkout", "/list/**", "/orders/{id}")));
    }

    @Test
    void aCheckGoesBeforeWhatWasRegistered() {
        ObserverSettings settings = SettingsReader.read(
                """
                {"services": {"orders": {"check": {"kind": "rabbitmq", "user": "lotse", "max_depth": 100}}}}""");

        assertThat(settings.check(ORDERS))
                .isEqualTo(new CheckSettings(CheckKind.RABBITMQ, Map.of("user", "lotse", "max_depth", "100")));
    }

    @Test
    void tellsAllMistakesAtOnce() {
        ContractException refused = catchThrowableOfType(
                ContractException.class,
                () -> SettingsReader.read(
                        """
                        {"default": {},
                         "defaults": {"cpu_percent": 70, "cpu": {}, "consecutive": 0, "critical": "yes"},
                         "services": {"orders": {"queued": {"warning": 9, "critical": 3}, "memory_percent": {},
                           "check": {"kind": "redis", "queue": "x", "user": []},
                           "endpoints": {"a:1": {"response_time_ms": {"warn": 1, "critical": -1}}},
                           "paths": {"checkout": {}, "/a/**/b": {}, "/c": {"cpu_percent": "off"}}},
                          "mail": 7, "bills": {"check": {"kind": "ping"}}}}"""));

        assertThat(refused.errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "default",
                        "defaults.cpu_percent",
                        "defaults.cpu",
                        "defaults.consecutive",
                        "defaults.critical",
                        "services.bills.check.kind",
                        "services.mail",
                        "services.orders.queued",
                        "services.orders.memory_percent",
                        "services.orders.check.queue",
                        "services.orders.check.user",
                        "services.orders.endpoints.a:1.response_time_ms.warn",
                        "services.orders.endpoints.a:1.response_time_ms.critical",
                        "services.orders.paths.checkout",
                        "services.orders.paths./a/**/b",
                        "services.orders.paths./c.cpu_percent");
        assertThat(refused).hasMessageContaining("give {\"warning\": N, \"critical\": N} or \"off\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "7", "{\"defaults\":"})
    void whatIsNoJsonObjectIsRefused(String text) {
        ContractException refused = catchThrowableOfType(ContractException.class, () -> SettingsReader.read(text));

        assertThat(refused).hasMessageContaining("is no JSON object");
    }

    @Test
    void takesTheLimitsOfTheLoadRunsOfThisRepository() throws IOException {
        String text = Files.readString(Path.of("..", "..", "perf", "observer_config.json"));

        assertThat(SettingsReader.read(text)).isEqualTo(ObserverSettings.DEFAULT);
    }

    @Test
    void tellsEveryMistakeInTheLimitsOfRoutesAndJourneys() {
        ContractException refused = catchThrowableOfType(
                ContractException.class,
                () -> SettingsReader.read(
                        """
                        {"routes": {"orders": {"p95_ms": 0, "p98_ms": 1}, "empty": {}, "turned": {"p95_ms": 9, "p99_ms": 5}},
                         "journeys": {"sprint": {}, "soak": {"orders": {"failed_percent": 101}, "list": []}}}"""));

        assertThat(refused.errors())
                .extracting(FieldError::field)
                .containsExactly(
                        "routes.empty",
                        "routes.orders.p98_ms",
                        "routes.orders.p95_ms",
                        "routes.turned",
                        "journeys.sprint",
                        "journeys.soak.list",
                        "journeys.soak.list",
                        "journeys.soak.orders.failed_percent");
    }
}
