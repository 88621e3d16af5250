package io.lotse.reports;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.reports.AppliedList;
import io.lotse.contracts.reports.RenderedReport;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportRendering;
import io.lotse.contracts.reports.ReportRequest;
import io.lotse.contracts.reports.ReportsContract;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Answers what the reports room can be asked. */
final class Operations {
    private final Vertx vertx;
    private final MeshView view;
    private final ReportMaker maker;
    private final ReportStore store;
    private final Recommendations recommendations;
    private final ScalingBook scaling;
    private final ReportMeters meters;
    private final Clock clock;

    Operations(
            Vertx vertx,
            MeshView view,
            ReportMaker maker,
            ReportStore store,
            Recommendations recommendations,
            ScalingBook scaling,
            ReportMeters meters,
            Clock clock) {
        this.vertx = vertx;
        this.view = view;
        this.maker = maker;
        this.store = store;
        this.recommendations = recommendations;
        this.scaling = scaling;
        this.meters = meters;
        this.clock = clock;
    }

    /** Ready once the future has succeeded. */
    Future<Void> serve(EventBus bus) {
        return Future.all(Stream.of(
                                ReportsContract.CREATE_REPORT.serve(bus, this::create),
                                ReportsContract.REPORTS.serve(bus, q -> Future.succeededFuture(store.page(q))),
                                ReportsContract.REPORT.serve(bus, q -> Future.succeededFuture(store.read(q.id()))),
                                ReportsContract.RENDERED_REPORT.serve(bus, this::render),
                                ReportsContract.MARK_APPLIED.serve(bus, recommendations::mark),
                                ReportsContract.WITHDRAW.serve(bus, recommendations::withdraw),
                                ReportsContract.APPLIED.serve(
                                        bus, q -> Future.succeededFuture(new AppliedList(recommendations.all()))),
                                ReportsContract.SCALING.serve(bus, scaling::list))
                        .map(MessageConsumer::completion)
                        .toList())
                .mapEmpty();
    }

    private Future<Report> create(ReportRequest request) {
        Instant now = clock.instant();
        Instant to = request.until() == null || request.until().isAfter(now) ? now : request.until();
        Span span = new Span(to.minus(request.period()), to);
        if (request.service() != null && !isKnown(request.service(), span)) {
            return Future.failedFuture(ScalingBook.unknown(request.service()));
        }
        long begun = System.nanoTime();
        return maker.make(new ReportMaker.Order(
                        null, request.service(), span, recommendations.all(), store.newestFirst()))
                .compose(report -> store.keep(report, List.of()).compose(kept -> {
                    if (!kept) {
                        return Future.failedFuture(new ContractException(
                                ProblemCode.INTERNAL, "another report has the id of this one: ask again"));
                    }
                    meters.time().record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                    meters.made(report);
                    ReportsContract.REPORT_MADE.publish(vertx.eventBus(), report.summary());
                    return Future.succeededFuture(report);
                }));
    }

    /** Registered, or lost in that time. */
    private boolean isKnown(String service, Span span) {
        MeshSnapshot snapshot = view.snapshot();
        return snapshot.services().containsKey(service)
                || Loss.within(snapshot, span).containsKey(service);
    }

    private Future<RenderedReport> render(ReportRendering wanted) {
        if (wanted.format() == null) {
            throw ContractException.invalid("format", "is missing: give html, md, csv or json");
        }
        Report report = store.read(wanted.id());
        return vertx.executeBlocking(() -> Rendering.of(report, wanted.format()), false)
                .map(text -> new RenderedReport(wanted.id(), wanted.format(), text));
    }
}
