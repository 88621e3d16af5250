package io.lotse.reports;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportSummary;

/** What making reports takes, and what the last one of the whole mesh that this node made says. */
final class ReportMeters {
    private final Counter made;
    private final Timer time;
    private final AtomicReference<ReportSummary> last = new AtomicReference<>();

    /** @param given null for nowhere */
    ReportMeters(MeterRegistry given) {
        MeterRegistry registry = given == null ? new SimpleMeterRegistry() : given;
        made = Counter.builder("lotse.reports.made")
                .description("Reports that this node made")
                .register(registry);
        time = Timer.builder("lotse.reports.making")
                .description("Time that making a report took")
                .register(registry);
        Gauge.builder(
                        "lotse.reports.findings",
                        last,
                        l -> l.get() == null ? Double.NaN : l.get().findings())
                .description("Findings of the last report of the whole mesh that this node made")
                .register(registry);
        Gauge.builder(
                        "lotse.reports.lost",
                        last,
                        l -> l.get() == null ? Double.NaN : l.get().lostSeconds())
                .description("What they cost users in its period")
                .baseUnit("seconds")
                .register(registry);
    }

    Timer time() {
        return time;
    }

    void made(Report report) {
        made.increment();
        if (report.summary().service() == null) {
            last.set(report.summary());
        }
    }
}
