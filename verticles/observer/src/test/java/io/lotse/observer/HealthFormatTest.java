package io.lotse.observer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;

import static org.assertj.core.api.Assertions.assertThat;

/** What real services answered (the files say which), in the one structure. */
class HealthFormatTest {
    private static final JsonObject SCHEMA = new JsonObject(resource("/io/lotse/contracts/health/health.schema.json"));
    private static final Validator VALIDATOR = Validator.create(
            JsonSchema.of(SCHEMA),
            new JsonSchemaOptions()
                    .setBaseUri("app://lotse")
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actuator-up",
                "actuator-down",
                "microprofile-up",
                "microprofile-down",
                "helidon-up",
                "health-json",
                "health-json-details-pass",
                "health-json-details-warn"
            })
    void fitsThePublishedSchema(String name) {
        assertThat(errors(normal(name).toJson())).isEmpty();
    }

    @Test
    void theSchemasOwnExamplesFitItAndComeThroughUnchanged() {
        for (Object example : SCHEMA.getJsonArray("examples")) {
            assertThat(errors((JsonObject) example)).isEmpty();
            JsonObject normal = HealthFormat.normal((JsonObject) example).toJson();
            normal.getJsonArray("checks", new JsonArray()).forEach(c -> ((JsonObject) c).remove("latency"));
            JsonObject expected = ((JsonObject) example).copy();
            expected.getJsonArray("checks", new JsonArray()).forEach(c -> ((JsonObject) c).remove("latency"));
            assertThat(normal).isEqualTo(expected);
        }
    }

    @Test
    void springTellsItsComponentsAndWhyOneIsDown() {
        NormalHealth health = normal("actuator-down");

        assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(health.parts())
                .contains(
                        new Part("db", HealthStatus.UP, "UP", null),
                        new Part(
                                "paymentGateway",
                                HealthStatus.DOWN,
                                "DOWN",
                                "java.io.IOException: Connection refused: payments.internal:8443"));
    }

    @Test
    void springsNestedComponentsAreNamedByTheirPath() {
        NormalHealth health = HealthFormat.normal(
                new JsonObject(
                        """
                {"status":"UP","components":{"db":{"status":"UP","components":{"main":{"status":"UP"},
                 "audit":{"status":"OUT_OF_SERVICE"}}}}}"""));

        assertThat(health.parts()).extracting(Part::name).containsExactly("db/main", "db/audit");
    }

    @Test
    void microProfileTellsItsChecksAndTheHeap() {
        NormalHealth health = normal("microprofile-down");

        assertThat(health.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(health.vitals().memoryBytes()).isPositive();
        assertThat(health.vitals().memoryLimitBytes())
                .isGreaterThan(health.vitals().memoryBytes());
        assertThat(health.parts())
                .contains(new Part(
                        "Database connections health check",
                        HealthStatus.DOWN,
                        "DOWN",
                        "<default>: Connection refused"));
    }

    @Test
    void helidonTellsUsedMemoryByWhatIsFree() {
        Vitals vitals = normal("helidon-up").vitals();

        assertThat(vitals.memoryBytes()).isEqualTo(402_653_184L - 371_931_312L);
        assertThat(vitals.memoryLimitBytes()).isEqualTo(6_320_816_128L);
    }

    @Test
    void healthJsonTellsReleaseProcessorMemoryAndUptime() {
        Vitals vitals = normal("health-json").vitals();

        assertThat(vitals)
                .isEqualTo(
                        new Vitals(0.85, 9_126_805_504L, null, null, null, "1.2.2", Duration.ofMillis(1_209_600_245L)));
    }

    @Test
    void earlierDraftsOfHealthJsonAreUnderstoodToo() {
        NormalHealth health = normal("health-json-details-warn");

        assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(health.vitals().memoryBytes()).isEqualTo(53_317_632L);
        assertThat(health.vitals().cpu()).as("267 % is no share").isNull();
        assertThat(health.parts())
                .contains(new Part("postgres:responseTime", HealthStatus.DEGRADED, "warn", "slower than 500 ms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"up\",\"cpu\":\"NaN\",\"memory_bytes\":-1,\"uptime\":1e300,\"checks\":7}",
                "{\"status\":\"up\",\"cpu\":97,\"version\":12,\"database_load\":[],\"checks\":[1,{}]}",
                "{\"status\":\"pass\",\"checks\":{\"cpu:utilization\":null,\"uptime\":[1,{\"observedValue\":{}}]}}",
                "{\"status\":\"UP\",\"components\":{\"db\":null,\"x\":{\"status\":{}}}}",
                "{\"status\":\"UP\",\"checks\":[null,{\"data\":{\"used\":\"x\"},\"name\":\"heap\"}]}"
            })
    void whatIsOfAnotherKindIsLeftOut(String answer) {
        NormalHealth health = HealthFormat.normal(new JsonObject(answer));

        assertThat(health.status()).isEqualTo(HealthStatus.UP);
        assertThat(health.vitals()).isEqualTo(Vitals.NONE);
        assertThat(errors(health.toJson())).isEmpty();
    }

    @Test
    void ofThousandsOfPartsSomeAreRead() {
        JsonObject components = new JsonObject();
        for (int i = 0; i < 5_000; i++) {
            components.put("part-" + i, new JsonObject().put("status", "DOWN"));
        }

        assertThat(HealthFormat.normal(new JsonObject().put("status", "DOWN").put("components", components))
                        .parts())
                .hasSize(NormalHealth.MOST_PARTS);
    }

    private static NormalHealth normal(String name) {
        return HealthFormat.normal(new JsonObject(resource("/health/" + name + ".json")));
    }

    private static List<String> errors(JsonObject json) {
        var errors = VALIDATOR.validate(json).getErrors();
        return errors == null
                ? List.of()
                : errors.stream().map(Object::toString).toList();
    }

    static String resource(String name) {
        try (InputStream in = HealthFormatTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
