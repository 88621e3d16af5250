package io.lotse.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lotse.contracts.ProblemCode;

import static org.assertj.core.api.Assertions.assertThat;

/** What failures are called in gRPC. */
class GrpcStatusTest {
    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, 16",
        "INSUFFICIENT_SCOPE, 7",
        "UNKNOWN_SERVICE, 12",
        "METHOD_NOT_ALLOWED, 12",
        "UPSTREAM_TIMEOUT, 4",
        "RATE_LIMITED, 8",
        "BODY_TOO_LARGE, 8",
        "NO_HEALTHY_INSTANCE, 14",
        "CIRCUIT_OPEN, 14",
        "UPSTREAM_FAILED, 14",
        "INTERNAL, 13"
    })
    void saysWhatAClientMayDo(ProblemCode code, int status) {
        assertThat(Grpc.status(code)).isEqualTo(status);
    }

    @Test
    void encodesMessages() {
        assertThat(Grpc.encoded("50% für\n")).isEqualTo("50%25 f%C3%BCr%0A");
    }
}
