package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.RecommendationMark;
import io.lotse.contracts.reports.RenderedReport;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFormat;
import io.lotse.contracts.reports.ReportPage;
import io.lotse.contracts.reports.ReportQuery;
import io.lotse.contracts.reports.ReportRendering;
import io.lotse.contracts.reports.ReportRequest;
import io.lotse.contracts.reports.ReportSummary;
import io.lotse.contracts.reports.ReportsContract;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ScalingList;
import io.lotse.contracts.reports.ScalingQuery;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reports and numbers of instances over HTTP: the reports room is a stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportApiTest {
    private static final String REPORTS = "/api/v1/reports";
    private static final String METRICS = "/apis/external.metrics.k8s.io/v1beta1";
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.5Z");

    private ControlNode node;
    private StandIn<ReportRequest, Report> made;
    private StandIn<ReportRendering, RenderedReport> rendered;
    private StandIn<RecommendationMark, AppliedRecommendation> marks;

    @BeforeAll
    void start() {
        node = new ControlNode();
        ReportSummary summary = new ReportSummary("r-1", null, AT, AT, AT, "a", false, 0, 0);
        made = StandIn.serve(
                node.vertx,
                ReportsContract.CREATE_REPORT,
                q -> new Report(summary, List.of(), List.of(), List.of(), List.of(), List.of()));
        StandIn.<ReportQuery, ReportPage>serve(
                node.vertx, ReportsContract.REPORTS, q -> new ReportPage(List.of(summary), null));
        rendered = StandIn.serve(
                node.vertx, ReportsContract.RENDERED_REPORT, q -> new RenderedReport(q.id(), q.format(), "the text"));
        marks = StandIn.serve(
                node.vertx,
                ReportsContract.MARK_APPLIED,
                q -> new AppliedRecommendation(q.id(), FindingKind.SLOW, "s", null, "c", AT, q.by(), q.note()));
        StandIn.<ScalingQuery, ScalingList>serve(
                node.vertx,
                ReportsContract.SCALING,
                q -> new ScalingList(List.of(advice("mail", null), advice("orders", 3))));
    }

    private static ScalingAdvice advice(String service, Integer recommended) {
        return new ScalingAdvice(
                service, 2, recommended, 2, null, "why", List.of(), null, null, Duration.ofHours(1), AT, AT);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void aReportIsMadeAndSaysWhereItIs() {
        HttpResponse<String> answer = node.post(REPORTS, "{\"service\": \"orders\", \"period\": 3600}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).isEqualTo(REPORTS + "/r-1");
        assertThat(made.last()).isEqualTo(new ReportRequest("orders", Duration.ofHours(1), null));
    }

    @ParameterizedTest
    @CsvSource({
        "r-1.html, '', HTML, text/html; charset=utf-8",
        "r-1, text/html, HTML, text/html; charset=utf-8",
        "latest, 'text/markdown;q=1, */*', MARKDOWN, text/markdown; charset=utf-8",
        "r-1.csv, text/html, CSV, text/csv; charset=utf-8; header=present",
        "r-1, */*, JSON, application/json",
        "r-1.exe, '', JSON, application/json"
    })
    void aReportIsShownAsIsWished(String path, String accept, ReportFormat format, String mediaType) {
        HttpResponse<String> answer =
                accept.isEmpty() ? node.get(REPORTS + "/" + path) : node.get(REPORTS + "/" + path, "Accept", accept);

        assertThat(answer.body()).isEqualTo("the text");
        assertThat(header(answer, "Content-Type")).isEqualTo(mediaType);
        assertThat(rendered.last().format()).isEqualTo(format);
        if (format == ReportFormat.HTML) {
            assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'none'");
        }
    }

    @Test
    void aRecommendationIsMarkedByItsIdHoweverItLooks() {
        HttpResponse<String> answer =
                node.send("PUT", REPORTS + "/recommendations/slow%3Aa%2Fb%20c", "{\"by\": \"anna\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(marks.last()).isEqualTo(new RecommendationMark("slow:a/b c", "anna", null, null));
    }

    @Test
    void kubernetesFindsTheMetricsAndItsValues() {
        JsonObject found = json(node.get(METRICS));
        assertThat(found.getString("kind")).isEqualTo("APIResourceList");
        assertThat(found.getJsonArray("resources").getJsonObject(1).getString("name"))
                .isEqualTo("lotse_recommended_replicas");

        JsonObject values =
                json(node.get(METRICS + "/namespaces/shop/lotse_recommended_replicas?labelSelector=service%3Dorders"));
        assertThat(values)
                .isEqualTo(
                        new JsonObject(
                                """
                        {"kind": "ExternalMetricValueList", "apiVersion": "external.metrics.k8s.io/v1beta1", "metadata": {},
                         "items": [{"metricName": "lotse_recommended_replicas", "metricLabels": {"service": "orders"},
                                    "timestamp": "2026-03-01T12:00:00Z", "value": "3"}]}
                        """));
    }

    @Test
    void ofAServiceOfWhichNothingIsKnownTheAutoscalerIsToldNothing() {
        JsonObject values =
                json(node.get(METRICS + "/namespaces/shop/lotse_recommended_replicas?labelSelector=service%3Dmail"));

        assertThat(values.getJsonArray("items")).isEmpty();
        assertThat(node.get(METRICS + "/namespaces/shop/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void selectorsSelectAsThoseOfKubernetes() {
        Map<String, String> orders = Map.of("service", "orders");

        for (String right : List.of(
                "",
                "service",
                "service=orders",
                "service == orders",
                "service in (mail, orders)",
                "service!=mail",
                "zone!=a",
                "!zone",
                "service notin (mail)",
                "zone notin (a)",
                "service,service=orders")) {
            assertThat(LabelSelector.parse(right).selects(orders)).as(right).isTrue();
        }
        for (String wrong : List.of("zone", "service=mail", "service in (mail)", "!service", "service=orders,zone=a")) {
            assertThat(LabelSelector.parse(wrong).selects(orders)).as(wrong).isFalse();
        }
        assertThatThrownBy(() -> LabelSelector.parse("service>3")).hasMessageContaining("service>3, no requirement");
    }
}
