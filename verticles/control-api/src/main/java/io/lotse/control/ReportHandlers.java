package io.lotse.control;

import java.util.Map;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.reports.RecommendationMark;
import io.lotse.contracts.reports.RecommendationWithdrawal;
import io.lotse.contracts.reports.ReportFormat;
import io.lotse.contracts.reports.ReportPage;
import io.lotse.contracts.reports.ReportQuery;
import io.lotse.contracts.reports.ReportRendering;
import io.lotse.contracts.reports.ReportRequest;
import io.lotse.contracts.reports.ReportsContract;
import io.lotse.contracts.reports.ScalingQuery;

/** Reports, what became of their recommendations, and how many instances services should have. */
final class ReportHandlers {
    private static final int CREATED = 201;
    private static final String LATEST = "latest";
    /** A page of a report needs its own style and nothing else; the page itself says which style. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final EventBus bus;

    ReportHandlers(EventBus bus) {
        this.bus = bus;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "reports", this::list,
                "create_report", this::create,
                "report", this::show,
                "applied_recommendations", this::applied,
                "mark_recommendation", this::mark,
                "withdraw_recommendation", this::withdraw,
                "scaling", this::scaling);
    }

    private Future<?> list(ApiRequest request) {
        ReportQuery query = new ReportQuery(request.text("service"), request.text("cursor"), request.number("limit"));
        return ReportsContract.REPORTS
                .call(bus, query)
                .compose(page -> Answers.json(request.http(), new Page<>(page.items(), page.next())));
    }

    private Future<?> create(ApiRequest request) {
        return ReportsContract.CREATE_REPORT
                .call(bus, request.body(ReportRequest.class))
                .compose(report -> {
                    request.response()
                            .setStatusCode(CREATED)
                            .putHeader(
                                    HttpHeaders.LOCATION,
                                    "/api/v1/reports/" + report.summary().id());
                    return Answers.json(request.http(), report);
                });
    }

    private Future<?> show(ApiRequest request) {
        String name = request.text("id");
        int dot = name.lastIndexOf('.');
        Optional<ReportFormat> suffix = dot < 0 ? Optional.empty() : ReportFormat.of(name.substring(dot + 1));
        String id = suffix.isPresent() ? name.substring(0, dot) : name;
        ReportFormat format = suffix.orElseGet(() -> accepted(request.http().getHeader(HttpHeaders.ACCEPT)));
        return id(id).compose(known -> ReportsContract.RENDERED_REPORT.call(bus, new ReportRendering(known, format)))
                .compose(report -> {
                    HttpServerResponse response = request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
                            .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                            .putHeader("X-Content-Type-Options", "nosniff")
                            .putHeader(
                                    "Content-Disposition",
                                    "inline; filename=\"lotse-report-" + report.id() + "." + format.suffix() + "\"");
                    if (format == ReportFormat.HTML) {
                        response.putHeader("Content-Security-Policy", POLICY);
                    }
                    return Answers.end(request.http(), Buffer.buffer(report.content()));
                });
    }

    private Future<String> id(String given) {
        if (!given.equals(LATEST)) {
            return Future.succeededFuture(given);
        }
        return ReportsContract.REPORTS
                .call(bus, new ReportQuery(null, null, 1))
                .map(ReportPage::items)
                .compose(items -> items.isEmpty()
                        ? Future.failedFuture(new ContractException(
                                ProblemCode.UNKNOWN_REPORT, "no report is kept: POST /api/v1/reports makes one"))
                        : Future.succeededFuture(items.get(0).id()));
    }

    /** The first of the header's media types that there is; JSON where it names none. */
    static ReportFormat accepted(String accept) {
        if (accept != null) {
            for (String range : accept.split(",", 20)) {
                String type = range.split(";", 2)[0].strip();
                for (ReportFormat format : ReportFormat.values()) {
                    if (format.mediaType().split(";", 2)[0].equals(type)) {
                        return format;
                    }
                }
            }
        }
        return ReportFormat.JSON;
    }

    private Future<?> applied(ApiRequest request) {
        return ReportsContract.APPLIED.call(bus, Empty.EMPTY).compose(list -> Answers.json(request.http(), list));
    }

    private Future<?> mark(ApiRequest request) {
        request.body().put("id", request.text("id"));
        return ReportsContract.MARK_APPLIED
                .call(bus, request.body(RecommendationMark.class))
                .compose(applied -> Answers.json(request.http(), applied));
    }

    private Future<?> withdraw(ApiRequest request) {
        return ReportsContract.WITHDRAW
                .call(bus, new RecommendationWithdrawal(request.text("id")))
                .compose(applied -> Answers.json(request.http(), applied));
    }

    private Future<?> scaling(ApiRequest request) {
        return ReportsContract.SCALING
                .call(bus, new ScalingQuery(request.text("service")))
                .compose(list -> Answers.json(request.http(), list));
    }
}
