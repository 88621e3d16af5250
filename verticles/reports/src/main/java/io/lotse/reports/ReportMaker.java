package io.lotse.reports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.EffectOutcome;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.reports.ReportSummary;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ServiceFigures;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Makes reports: asks for a service's figures, looks at them beside the event loop, and goes on to the next service. */
final class ReportMaker {
    /** Nobody reads more. */
    private static final int MOST_FINDINGS = 200;

    private static final int MOST_NOTES = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final MeshView view;
    private final ReportsConfig config;
    private final Gatherer gatherer;
    private final ScalingBook scaling;
    private final Analyst analyst;
    private final EffectRule effects = new EffectRule();
    private final Clock clock;

    ReportMaker(Vertx vertx, MeshView view, ReportsConfig config, Gatherer gatherer, ScalingBook scaling, Clock clock) {
        this.vertx = vertx;
        this.view = view;
        this.config = config;
        this.gatherer = gatherer;
        this.scaling = scaling;
        this.analyst = new Analyst(config.checkTimeOut());
        this.clock = clock;
    }

    /**
     * What a report is to be about.
     *
     * @param id null for one of its own
     * @param service null for all
     * @param applied the recommendations whose effect is measured
     * @param known what earlier reports said of them
     */
    record Order(String id, String service, Span span, List<AppliedRecommendation> applied, Iterable<Report> known) {}

    /** What was found so far. */
    private static final class Parts {
        private final List<ServiceFigures> services = new ArrayList<>();
        private final List<ReportFinding> findings = new ArrayList<>();
        private final List<ScalingAdvice> scaling = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
    }

    /** @return fails with a {@link io.lotse.contracts.ContractException} where the observer does not answer */
    Future<Report> make(Order order) {
        MeshSnapshot snapshot = view.snapshot();
        Map<String, List<Loss>> losses = Loss.within(snapshot, order.span());
        TreeSet<String> all = new TreeSet<>(snapshot.services().keySet());
        all.addAll(losses.keySet());
        Set<String> services = order.service() != null ? Set.of(order.service()) : all;
        Parts parts = new Parts();
        return gatherer.routes()
                .compose(routes -> InTurn.all(services, service -> look(service, order.span(), losses, routes, parts)))
                .compose(v -> measure(order))
                .map(measured -> report(order, parts, measured));
    }

    private Future<Void> look(
            String service, Span span, Map<String, List<Loss>> losses, List<RouteEntry> routes, Parts parts) {
        List<Loss> lost = losses.getOrDefault(service, List.of());
        return gatherer.gather(service, span, lost, routes).compose(data -> {
            Future<ScalingAdvice> advice = data.active().isEmpty() ? Future.succeededFuture() : scaling.advice(service);
            return advice.compose(known -> vertx.executeBlocking(() -> analyst.findings(data, known), false)
                    .map(found -> {
                        add(data, known, found, parts);
                        return null;
                    }));
        });
    }

    private static void add(ServiceData data, ScalingAdvice advice, List<ReportFinding> found, Parts parts) {
        parts.services.add(Analyst.figures(data));
        parts.findings.addAll(found);
        if (advice != null) {
            parts.scaling.add(advice);
        }
        if (data.active().isEmpty()) {
            parts.notes.add(data.name() + ": no instance is active");
        } else if (data.figures().isEmpty()) {
            parts.notes.add(data.name()
                    + ": nothing was measured; figures come from health checks, requests through the gateway and the"
                    + " agents of hosts");
        } else if (data.figures().measured().compareTo(data.span().length().dividedBy(2)) < 0) {
            parts.notes.add(data.name() + ": measured for "
                    + Wording.time(data.figures().measured()) + " of "
                    + Wording.time(data.span().length()) + " only");
        }
    }

    private Future<List<ChangeEffect>> measure(Order order) {
        Instant now = clock.instant();
        List<AppliedRecommendation> wanted = order.applied().stream()
                .filter(a -> order.service() == null || order.service().equals(a.serviceName()))
                .toList();
        return InTurn.all(wanted, applied -> measure(effects.plan(applied, now), order.known()));
    }

    private Future<ChangeEffect> measure(EffectRule.Plan plan, Iterable<Report> known) {
        if (!plan.isPossible()) {
            return Future.succeededFuture(remembered(effects.measure(plan, Figures.NONE), known));
        }
        return gatherer.figures(plan.applied().serviceName(), plan.whole())
                .compose(figures -> vertx.executeBlocking(() -> effects.measure(plan, figures), false))
                .map(effect -> remembered(effect, known));
    }

    /** When the figures are gone, what an earlier report said of them still holds. */
    private static ChangeEffect remembered(ChangeEffect now, Iterable<Report> known) {
        if (now.outcome() == EffectOutcome.TOO_LITTLE_DATA) {
            for (Report earlier : known) {
                for (ChangeEffect then : earlier.effects()) {
                    if (then.recommendation().equals(now.recommendation())
                            && then.outcome() != EffectOutcome.TOO_LITTLE_DATA) {
                        return then;
                    }
                }
            }
        }
        return now;
    }

    private Report report(Order order, Parts parts, List<ChangeEffect> measured) {
        Instant now = clock.instant();
        List<ReportFinding> sorted =
                parts.findings.stream().sorted(Analyst.BY_COST).toList();
        List<ReportFinding> findings = sorted.subList(0, Math.min(MOST_FINDINGS, sorted.size()));
        List<String> notes = new ArrayList<>(parts.notes.subList(0, Math.min(MOST_NOTES, parts.notes.size())));
        if (notes.size() < parts.notes.size()) {
            notes.add((parts.notes.size() - notes.size()) + " further notes were left out");
        }
        if (findings.size() < sorted.size()) {
            notes.add((sorted.size() - findings.size())
                    + " further findings were left out, each cheaper than those here");
        }
        ReportSummary summary = new ReportSummary(
                order.id() == null ? newId(now) : order.id(),
                order.service(),
                order.span().from(),
                order.span().to(),
                now,
                config.node(),
                order.id() != null,
                findings.size(),
                findings.stream().mapToDouble(f -> f.cost().lostSeconds()).sum());
        return new Report(summary, parts.services, findings, measured, parts.scaling, notes);
    }

    /** The later, the greater. */
    private static String newId(Instant now) {
        return TIME.format(now)
                + String.format(
                        Locale.ROOT, "-%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    }

    /** Of the report of the schedule for a time: whoever makes it gives it the same. */
    static String scheduledId(Instant due, Duration period) {
        return TIME.format(due) + (period.toDays() > 1 ? "-weekly" : "-daily");
    }
}
