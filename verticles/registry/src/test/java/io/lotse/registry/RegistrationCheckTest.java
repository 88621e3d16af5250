package io.lotse.registry;

import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RegistrationCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"orders", "a", "0", "orders.v2", "my_service-1", "v2"})
    void letsNamesOfServicesThrough(String name) {
        assertThatCode(() -> check(name, json -> {})).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "a/b", "-a", ".a", "a b", "a%2f", "v1", "ümlaut"})
    void refusesNamesThatDoNotFitIntoAPath(String name) {
        assertThat(failure(name, json -> {}).errors())
                .extracting(FieldError::field)
                .containsExactly("service_name");
    }

    @Test
    void refusesANameOfMoreThan63Characters() {
        assertThatCode(() -> check("a".repeat(63), json -> {})).doesNotThrowAnyException();
        assertThat(failure("a".repeat(64), json -> {}).code()).isEqualTo(ProblemCode.INVALID_REQUEST);
    }

    @Test
    void namesAllMistakesAtOnce() {
        ContractException failure = failure(null, json -> json.put("service_id", "a/b")
                .put("service_type", "web app")
                .put("ip_address", "example.com")
                .put("port", 0)
                .put("preferred_port", 70_000)
                .put("health_path", "health")
                .put("restart_script", "x".repeat(4_097))
                .put("metadata", new JsonObject().put("key", "v".repeat(1_025)).put("a key", "v"))
                .put("dependencies", new JsonArray().add("a").add("a").add("b c"))
                .put("status", "restarting")
                .put("environment", "Staging 2"));

        assertThat(failure.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(failure.errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "service_name",
                        "service_id",
                        "service_type",
                        "ip_address",
                        "port",
                        "preferred_port",
                        "health_path",
                        "restart_script",
                        "metadata.key",
                        "metadata.a key",
                        "dependencies[1]",
                        "dependencies[2]",
                        "status",
                        "environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "2001:db8::7"})
    void letsAddressesThrough(String ip) {
        assertThatCode(() -> check("orders", json -> json.put("ip_address", ip)))
                .doesNotThrowAnyException();
    }

    @Test
    void boundsMetadataAndDependencies() {
        JsonObject metadata = new JsonObject();
        JsonArray dependencies = new JsonArray();
        IntStream.range(0, 101).forEach(i -> {
            metadata.put("k" + i, "v");
            dependencies.add("d" + i);
        });

        assertThat(failure("orders", json -> json.put("metadata", metadata).put("dependencies", dependencies))
                        .errors())
                .extracting(FieldError::field)
                .containsExactly("metadata", "dependencies");
    }

    private static void check(String name, Consumer<JsonObject> more) {
        RegistrationCheck.check(Registrations.complete(Requests.registration(name, more), "development"));
    }

    private static ContractException failure(String name, Consumer<JsonObject> more) {
        ContractException failure = catchThrowableOfType(ContractException.class, () -> check(name, more));
        assertThat(failure).as("failure of %s", name).isNotNull();
        return failure;
    }
}
