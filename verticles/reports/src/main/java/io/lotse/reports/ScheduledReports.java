package io.lotse.reports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportsContract;
import io.lotse.meshview.Duty;
import io.lotse.meshview.MeshView;

/**
 * Makes the report of the schedule, on the node that has the duty. Its id is that of its time, so that it is made once, also
 * where the duty changes hands meanwhile; one that was missed is made up for.
 */
final class ScheduledReports {
    static final Duration EVERY = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledReports.class);
    private static final String DUTY = "reports";
    /** The figures of a period that ended earlier are going. */
    private static final Duration LATEST = Duration.ofHours(12);

    private final Vertx vertx;
    private final ReportsConfig.Schedule schedule;
    private final ReportMaker maker;
    private final ReportStore store;
    private final Recommendations recommendations;
    private final ReportMeters meters;
    private final Clock clock;
    private final Duty duty;
    /** The time of the last report that is there, or that there was nothing to say in. */
    private Instant done = Instant.MIN;

    private boolean making;

    ScheduledReports(
            Vertx vertx,
            MeshView view,
            ReportsConfig config,
            ReportMaker maker,
            ReportStore store,
            Recommendations recommendations,
            ReportMeters meters,
            Clock clock) {
        this.vertx = vertx;
        this.schedule = config.schedule();
        this.maker = maker;
        this.store = store;
        this.recommendations = recommendations;
        this.meters = meters;
        this.clock = clock;
        this.duty = new Duty(vertx, view, clock, DUTY, config.nodeId(), config.node(), mine -> {});
    }

    /** @param every how often it looks whether one is due */
    Future<Void> start(Duration every) {
        if (schedule == null) {
            return Future.succeededFuture();
        }
        vertx.setPeriodic(every.toMillis(), t -> look());
        return duty.start();
    }

    /** Gives the duty to another node. */
    Future<Void> stop() {
        return schedule == null ? Future.succeededFuture() : duty.stop();
    }

    private void look() {
        Instant now = clock.instant();
        Instant due = schedule.last(now);
        if (making || !due.isAfter(done) || !duty.held() || due.plus(LATEST).isBefore(now)) {
            return;
        }
        String id = ReportMaker.scheduledId(due, schedule.period());
        if (store.summaries().stream().anyMatch(s -> s.id().equals(id))) {
            done = due;
            return;
        }
        making = true;
        Span span = new Span(due.minus(schedule.period()), due);
        maker.make(new ReportMaker.Order(id, null, span, recommendations.all(), store.newestFirst()))
                .compose(report -> keep(report, due))
                .onFailure(e -> LOG.warn("event=report_not_made id={} next=\"in {}\"", id, EVERY, e))
                .onComplete(made -> making = false);
    }

    private Future<Void> keep(Report report, Instant due) {
        boolean nothing = report.services().stream().allMatch(s -> s.measured().isZero());
        if (nothing || duty.fence().isEmpty()) {
            done = nothing ? due : done;
            return Future.succeededFuture();
        }
        return store.keep(report, List.of(duty.fence().get())).map(kept -> {
            if (kept) {
                LOG.info(
                        "event=report_made id={} findings={}",
                        report.summary().id(),
                        report.summary().findings());
                meters.made(report);
                ReportsContract.REPORT_MADE.publish(vertx.eventBus(), report.summary());
                done = due;
            }
            return null;
        });
    }
}
