package io.lotse.reports;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;

import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/**
 * Says what to change: reports on demand and on schedule, what became of what was changed, and how many instances services
 * should have. Every node answers; the reports are in the ledger.
 */
public final class ReportsVerticle extends VerticleBase {
    private final ReportsConfig config;
    private final MeshView view;
    private final MeterRegistry registry;
    private final Clock clock;
    private ScheduledReports scheduled;

    /** @param registry where its own figures are shown; null for nowhere */
    public ReportsVerticle(ReportsConfig config, MeshView view, MeterRegistry registry, Clock clock) {
        this.config = config;
        this.view = view;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        InstanceCounts counts = new InstanceCounts(clock);
        Gatherer gatherer = new Gatherer(bus, view, config, counts);
        ScalingBook scaling = new ScalingBook(view, gatherer, clock);
        LedgerWriter ledger = new LedgerWriter(vertx, view);
        ReportStore store = new ReportStore(view, ledger);
        Recommendations recommendations = new Recommendations(view, ledger, store, clock);
        ReportMaker maker = new ReportMaker(vertx, view, config, gatherer, scaling, clock);
        ReportMeters meters = new ReportMeters(registry);
        Operations operations = new Operations(vertx, view, maker, store, recommendations, scaling, meters, clock);
        scheduled = new ScheduledReports(vertx, view, config, maker, store, recommendations, meters, clock);

        view.onChange(counts::changed);
        return Future.all(operations.serve(bus), scheduled.start(ScheduledReports.EVERY));
    }

    @Override
    public Future<?> stop() {
        return scheduled == null ? Future.succeededFuture() : scheduled.stop();
    }
}
