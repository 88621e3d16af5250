package io.lotse.environments;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.MeshSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigCheckTest {
    @Test
    void letsWhatLotseComesWithThrough() {
        assertThat(EnvironmentDefaults.ENVIRONMENTS).allSatisfy(environment -> assertThatCode(
                        () -> ConfigCheck.check(EnvironmentDefaults.of(environment), MeshSnapshot.EMPTY))
                .doesNotThrowAnyException());
    }

    @Test
    void namesAllMistakesAtOnce() {
        EnvironmentConfig wrong = new EnvironmentConfig(
                "staging",
                "not-an-ip",
                new PortRange(8_000, 8_001),
                List.of(new PortSpan(7_000, 8_000), PortSpan.of(8_001)),
                Map.of("a type", new PortRange(1, 2)),
                Duration.ofMillis(500),
                null);

        ContractException failure = failure(wrong);

        assertThat(failure.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(failure.errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "conflict_resolution_strategy",
                        "service_ip_base",
                        "reserved_ports",
                        "heartbeat_timeout",
                        "service_type_ranges.a type",
                        "environment");
    }

    @Test
    void saysWhatIsMissing() {
        ContractException failure = failure(new EnvironmentConfig("test", null, null, null, null, null, null));

        assertThat(failure.errors())
                .extracting(FieldError::field)
                .containsExactly(
                        "service_ip_base", "default_port_range", "heartbeat_timeout", "conflict_resolution_strategy");
    }

    @Test
    void refusesATimeoutOfMoreThanADay() {
        assertThat(failure(with("test", Duration.ofDays(1).plusSeconds(1))).errors())
                .extracting(FieldError::field)
                .containsExactly("heartbeat_timeout");
    }

    @Test
    void hasACodeOfItsOwnForAnEnvironmentThatIsNone() {
        assertThat(failure(with("staging", Duration.ofSeconds(30))).code()).isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
        assertThat(failure(with(null, Duration.ofSeconds(30))).code()).isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
    }

    private static EnvironmentConfig with(String environment, Duration timeout) {
        return new EnvironmentConfig(
                environment, "::1", new PortRange(1, 2), null, null, timeout, ConflictStrategy.RANDOM);
    }

    private static ContractException failure(EnvironmentConfig config) {
        return catchThrowableOfType(ContractException.class, () -> ConfigCheck.check(config, MeshSnapshot.EMPTY));
    }
}
