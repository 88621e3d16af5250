package io.lotse.control;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIVersion;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.health.HealthHistory;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthSample;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ProcessLoad;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.TargetState;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.StartOrder;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiDocumentTest {
    /** What {@link SchemaCheck} and {@link Wanted} understand, and what needs no understanding. */
    private static final Set<String> KNOWN_KEYWORDS = Set.of(
            "$ref",
            "type",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "properties",
            "required",
            "additionalProperties",
            "maxProperties",
            "x-ascending",
            "x-wanted",
            "description",
            "examples",
            "default");

    private final OpenApiDocument document = OpenApiDocument.ofThisRelease();
    private final JsonObject root = new JsonObject(document.text());
    private final JsonObject schemas = root.getJsonObject("components").getJsonObject("schemas");

    @Test
    void isOpenApi31() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            OutputUnit verdict = OpenAPIVersion.V3_1
                    .getRepository(vertx, "app://lotse")
                    .compose(repository -> OpenAPIVersion.V3_1.validateContract(vertx, repository, root))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            assertThat(verdict.getErrors()).isNullOrEmpty();
            assertThat(verdict.getValid()).isTrue();
        } finally {
            vertx.close();
        }
    }

    @Test
    void knowsExactlyTheCodesOfTheContracts() {
        List<Object> named = schemas
                .getJsonObject("Problem")
                .getJsonObject("properties")
                .getJsonObject("code")
                .getJsonArray("enum")
                .stream()
                .toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::code)
                        .toList());
    }

    @Test
    void namesForEachStatusOnlyCodesOfThatStatus() {
        JsonObject paths = root.getJsonObject("paths");
        for (ApiOperation operation : document.operations()) {
            JsonObject responses = paths.getJsonObject(operation.path())
                    .getJsonObject(operation.method().name().toLowerCase(java.util.Locale.ROOT))
                    .getJsonObject("responses");
            for (String status : responses.fieldNames()) {
                JsonArray codes =
                        document.resolve(responses.getJsonObject(status)).getJsonArray("x-codes", new JsonArray());
                assertThat(codes).as(operation.id() + " " + status).allMatch(code -> statusOf((String) code)
                        .equals(status));
            }
        }
    }

    @Test
    void usesInRequestsOnlyKeywordsThatAreChecked() {
        for (ApiOperation operation : document.operations()) {
            operation.parameters().forEach(p -> assertKnown(p.schema()));
            if (operation.bodySchema() != null) {
                assertKnown(operation.bodySchema());
            }
        }
    }

    @Test
    void hasRecordsForItsSchemas() {
        assertSameFields("Registration", Registration.class, Set.of("idempotency_key"));
        assertSameFields("Deregistration", Deregistration.class, Set.of("idempotency_key"));
        assertSameFields("Instance", Instance.class, Set.of());
        assertSameFields("EnvironmentConfig", EnvironmentConfig.class, Set.of());
        assertSameFields("StartOrder", StartOrder.class, Set.of());
        assertSameFields("Allocation", Allocation.class, Set.of());
        assertSameFields("Listener", Listener.class, Set.of());
        assertSameFields("HostFacts", HostFacts.class, Set.of());
        assertSameFields("HostLoad", HostLoad.class, Set.of());
        assertSameFields("HostSockets", HostSockets.class, Set.of());
        assertSameFields("ProcessLoad", ProcessLoad.class, Set.of());
        assertSameFields("Node", NodeInfo.class, Set.of());
        assertSameFields("LedgerStatus", LedgerStatus.class, Set.of());
        assertSameFields("HealthReport", HealthReport.class, Set.of());
        assertSameFields("HealthHistory", HealthHistory.class, Set.of());
        assertSameFields("HealthSample", HealthSample.class, Set.of());
        assertSameFields("NetworkState", NetworkState.class, Set.of());
        assertSameFields("TargetState", TargetState.class, Set.of());
        assertSameFields("FieldError", FieldError.class, Set.of());
    }

    @Test
    void givesExamplesThatKeepTheirSchemas() {
        SchemaCheck check = new SchemaCheck(document);
        for (ApiOperation operation : document.operations()) {
            if (operation.bodySchema() == null) {
                continue;
            }
            JsonObject examples = root.getJsonObject("paths")
                    .getJsonObject(operation.path())
                    .getJsonObject(operation.method().name().toLowerCase(java.util.Locale.ROOT))
                    .getJsonObject("requestBody")
                    .getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("examples");
            for (String name : examples.fieldNames()) {
                Object example = examples.getJsonObject(name).getJsonObject("value");
                assertThat(check.check(operation.bodySchema(), example, ""))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    private void assertSameFields(String schema, Class<?> record, Set<String> notOverHttp) {
        JsonObject described = schemas.getJsonObject(schema);
        Set<String> fields = new TreeSet<>();
        Arrays.stream(record.getRecordComponents())
                .map(c -> c.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT))
                .filter(f -> !notOverHttp.contains(f))
                .forEach(fields::add);
        assertThat(new TreeSet<>(described.getJsonObject("properties").fieldNames()))
                .as(schema)
                .isEqualTo(fields);
        for (Object example : described.getJsonArray("examples")) {
            Object decoded = ContractCodec.decode((JsonObject) example, record);
            JsonObject again = ContractCodec.encode(decoded);
            assertThat(new HashSet<>(((JsonObject) example).fieldNames()))
                    .as(schema)
                    .isSubsetOf(again.fieldNames());
        }
    }

    private void assertKnown(JsonObject schema) {
        assertThat(schema.fieldNames()).isSubsetOf(KNOWN_KEYWORDS);
        assertThat(document.resolve(schema).getValue("type")).isInstanceOf(String.class);
        schema.getJsonObject("properties", new JsonObject()).forEach(e -> assertKnown((JsonObject) e.getValue()));
        for (String sub : List.of("items", "additionalProperties")) {
            if (schema.containsKey(sub)) {
                assertKnown(document.resolve(schema.getJsonObject(sub)));
            }
        }
    }

    private static String statusOf(String code) {
        return Arrays.stream(ProblemCode.values())
                .filter(c -> c.code().equals(code))
                .map(c -> Integer.toString(c.httpStatus()))
                .findFirst()
                .orElse("no such code");
    }
}
