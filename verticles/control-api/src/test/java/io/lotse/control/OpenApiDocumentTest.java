package io.lotse.control;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.HealthHistory;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthSample;
import io.lotse.contracts.health.ThresholdSettings;
import io.lotse.contracts.health.ThresholdValue;
import io.lotse.contracts.health.Thresholds;
import io.lotse.contracts.health.Vitals;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.host.ProcessLoad;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.LedgerStorage;
import io.lotse.contracts.metrics.SeriesColumn;
import io.lotse.contracts.metrics.SeriesReply;
import io.lotse.contracts.network.AxisState;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.RecoveredInstance;
import io.lotse.contracts.network.Recovery;
import io.lotse.contracts.network.TargetState;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.ConfigDifference;
import io.lotse.contracts.ports.ConfigPreview;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHolder;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.BulkDeregistration;
import io.lotse.contracts.registry.DeregisteredInstances;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.contracts.registry.Offer;
import io.lotse.contracts.registry.RegisteredBatch;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistrationBatch;
import io.lotse.contracts.registry.StartOrder;
import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.EvidenceFigure;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.Recommendation;
import io.lotse.contracts.reports.RecommendationMark;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.reports.ReportRequest;
import io.lotse.contracts.reports.ReportSummary;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ServiceFigures;
import io.lotse.contracts.supervision.ScriptOutcome;
import io.lotse.contracts.supervision.SetOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.verdicts.AnomalyEvidence;
import io.lotse.contracts.verdicts.BottleneckEvidence;
import io.lotse.contracts.verdicts.FlappingEvidence;
import io.lotse.contracts.verdicts.LeakEvidence;
import io.lotse.contracts.verdicts.RegressionEvidence;
import io.lotse.contracts.verdicts.SaturationEvidence;
import io.lotse.contracts.verdicts.Verdict;

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
            "oneOf",
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
        OpenApi31.assertValid(root);
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
                JsonArray codes = OpenApiDocument.resolve(root, responses.getJsonObject(status))
                        .getJsonArray("x-codes", new JsonArray());
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
        assertSameFields("RegistrationBatch", RegistrationBatch.class, Set.of("idempotency_key"));
        assertSameFields("RegisteredBatch", RegisteredBatch.class, Set.of());
        assertSameFields("BulkDeregistration", BulkDeregistration.class, Set.of());
        assertSameFields("DeregisteredInstances", DeregisteredInstances.class, Set.of());
        assertSameFields("Reassignment", Reassignment.class, Set.of());
        assertSameFields("ServiceApi", ServiceApi.class, Set.of());
        assertSameFields("PortState", PortState.class, Set.of());
        assertSameFields("Deregistration", Deregistration.class, Set.of("idempotency_key"));
        assertSameFields("Instance", Instance.class, Set.of());
        assertSameFields("EnvironmentConfig", EnvironmentConfig.class, Set.of());
        assertSameFields("EnvironmentRecord", Environment.class, Set.of());
        assertSameFields("EnvironmentState", EnvironmentState.class, Set.of());
        assertSameFields("EnvironmentCreation", EnvironmentCreation.class, Set.of("idempotency_key"));
        assertSameFields("EnvironmentChange", EnvironmentChange.class, Set.of());
        assertSameFields("EnvironmentPlan", EnvironmentPlan.class, Set.of());
        assertSameFields("ConfigPreview", ConfigPreview.class, Set.of());
        assertSameFields("ConfigDifference", ConfigDifference.class, Set.of());
        assertSameFields("PortHolder", PortHolder.class, Set.of());
        assertSameFields("Offer", Offer.class, Set.of());
        assertSameFields("OwnerProcess", OwnerProcess.class, Set.of());
        assertSameFields("InstanceProcesses", InstanceProcesses.class, Set.of());
        assertSameFields("StartOrder", StartOrder.class, Set.of());
        assertSameFields("Allocation", Allocation.class, Set.of());
        assertSameFields("Listener", Listener.class, Set.of());
        assertSameFields("HostFacts", HostFacts.class, Set.of());
        assertSameFields("HostLoad", HostLoad.class, Set.of());
        assertSameFields("HostSockets", HostSockets.class, Set.of());
        assertSameFields("ProcessLoad", ProcessLoad.class, Set.of());
        assertSameFields("Node", NodeInfo.class, Set.of());
        assertSameFields("LedgerStatus", LedgerStatus.class, Set.of());
        assertSameFields("LedgerStorage", LedgerStorage.class, Set.of());
        assertSameFields("HealthReport", HealthReport.class, Set.of());
        assertSameFields("Breach", Breach.class, Set.of());
        assertSameFields("ThresholdSettings", ThresholdSettings.class, Set.of());
        assertSameFields("ThresholdValue", ThresholdValue.class, Set.of());
        assertSameFields("Thresholds", Thresholds.class, Set.of());
        assertSameFields("AnomalyEvidence", AnomalyEvidence.class, Set.of());
        assertSameFields("BottleneckEvidence", BottleneckEvidence.class, Set.of());
        assertSameFields("FlappingEvidence", FlappingEvidence.class, Set.of());
        assertSameFields("LeakEvidence", LeakEvidence.class, Set.of());
        assertSameFields("RegressionEvidence", RegressionEvidence.class, Set.of());
        assertSameFields("SaturationEvidence", SaturationEvidence.class, Set.of());
        assertSameFields("Verdict", Verdict.class, Set.of());
        for (Class<?> record : List.of(
                Report.class,
                ReportSummary.class,
                ReportFinding.class,
                FindingCost.class,
                EvidenceFigure.class,
                Recommendation.class,
                AppliedRecommendation.class,
                ChangeEffect.class,
                ServiceFigures.class,
                ScalingAdvice.class,
                ReportRequest.class)) {
            assertSameFields(record.getSimpleName(), record, Set.of());
        }
        assertSameFields("RecommendationMark", RecommendationMark.class, Set.of("id"));
        assertSameFields("SeriesReply", SeriesReply.class, Set.of());
        assertSameFields("SeriesColumn", SeriesColumn.class, Set.of());
        assertSameFields("Vitals", Vitals.class, Set.of());
        assertSameFields("HealthHistory", HealthHistory.class, Set.of());
        assertSameFields("HealthSample", HealthSample.class, Set.of());
        assertSameFields("NetworkState", NetworkState.class, Set.of());
        assertSameFields("TargetState", TargetState.class, Set.of());
        assertSameFields("AxisState", AxisState.class, Set.of());
        assertSameFields("Outage", Outage.class, Set.of());
        assertSameFields("Recovery", Recovery.class, Set.of());
        assertSameFields("RecoveredInstance", RecoveredInstance.class, Set.of());
        assertSameFields("RouteDefinition", RouteDefinition.class, Set.of());
        assertSameFields("RouteEntry", RouteEntry.class, Set.of());
        assertSameFields("SupervisedService", SupervisedService.class, Set.of());
        assertSameFields("SetOrder", SetOrder.class, Set.of());
        assertSameFields("ScriptOutcome", ScriptOutcome.class, Set.of());
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
        JsonObject resolved = document.resolve(schema);
        if (resolved.containsKey("oneOf")) {
            assertThat(resolved.getString("x-wanted")).isNotBlank();
            resolved.getJsonArray("oneOf").forEach(each -> assertKnown((JsonObject) each));
            return;
        }
        assertThat(resolved.getValue("type")).isInstanceOf(String.class);
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
