package io.lotse.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.Empty;
import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertChangeKind;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.Duty;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * Raises and resolves alerts for all, and puts what is to be told into the ledger in the same change: what the ledger
 * owes is delivered, whoever comes to have the duty. On one event loop.
 */
final class AlertKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(AlertKeeper.class);
    private static final String DUTY = "alerts";

    private final Vertx vertx;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Clock clock;
    private final SettingsStore settings;
    private final Sources sources;
    private final Deliveries deliveries;
    private final Duty duty;
    private final AlertBook book = new AlertBook();
    private Instant dutySince;
    private boolean looking;
    private boolean again;
    /** What the book holds may not be what the ledger holds. */
    private boolean doubtful = true;

    AlertKeeper(
            AlertsConfig config,
            Vertx vertx,
            MeshView view,
            SettingsStore settings,
            Deliveries deliveries,
            Clock clock) {
        this.vertx = vertx;
        this.view = view;
        this.ledger = new LedgerWriter(vertx, view);
        this.clock = clock;
        this.settings = settings;
        this.sources = new Sources(vertx.eventBus(), clock);
        this.deliveries = deliveries;
        this.duty = new Duty(vertx, view, clock, DUTY, config.nodeId(), config.nodeName(), this::dutyChanged);
    }

    Future<?> start(Duration every) {
        vertx.setPeriodic(every.toMillis(), t -> look());
        return Future.all(sources.start(this::look), duty.start());
    }

    /** Gives the duty to another node. */
    Future<Void> stop() {
        deliveries.stop();
        return duty.stop();
    }

    private void dutyChanged(boolean mine) {
        doubtful = true;
        if (mine) {
            dutySince = clock.instant();
            deliveries.start(duty::fence);
            look();
        } else {
            deliveries.stop();
        }
    }

    /** Looks what holds; once more afterwards if it is looking already. */
    void look() {
        if (looking) {
            again = true;
            return;
        }
        if (duty.fence().isEmpty()) {
            return;
        }
        looking = true;
        ClusterContract.MEMBERS
                .call(vertx.eventBus(), Empty.EMPTY)
                .compose(members -> {
                    MeshSnapshot snapshot = view.snapshot();
                    if (doubtful) {
                        book.load(Stored.alerts(snapshot));
                        deliveries.resume();
                        doubtful = false;
                    }
                    Moment moment = new Moment(clock.instant(), dutySince, snapshot, members.nodes(), book.firing());
                    return sources.look(moment);
                })
                .compose(this::change)
                .onFailure(e -> {
                    doubtful = true;
                    LOG.warn("event=alerts_not_kept reason=\"{}\" next=\"tried again at once\"", e.getMessage());
                })
                .onComplete(done -> {
                    looking = false;
                    if (again) {
                        again = false;
                        look();
                    }
                });
    }

    private Future<Void> change(Evidence evidence) {
        Condition fence = duty.fence().orElse(null);
        if (fence == null) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        MeshSnapshot snapshot = view.snapshot();
        Rulebook rules = new Rulebook(settings.get());
        List<AlertBook.Step> steps = book.step(evidence.holding(), evidence.unsure(), rules, now);
        Map<String, StoredAlert> after = new LinkedHashMap<>();
        book.all().forEach(alert -> after.put(alert.id(), alert));
        Map<String, StoredAlert> changed = new LinkedHashMap<>();
        steps.forEach(step -> changed.put(step.alert().id(), step.alert()));
        after.putAll(changed);
        Muting muting = Muting.of(settings.get(), snapshot, after.values(), now);
        NoticePlanner.Plan plan = NoticePlanner.plan(
                after.values(),
                new Router(settings.get()),
                muting,
                () -> UUID.randomUUID().toString(),
                now);
        plan.changed().forEach(alert -> changed.put(alert.id(), alert));
        List<String> outdated = book.outdated(now);
        if (changed.isEmpty() && plan.notices().isEmpty() && outdated.isEmpty()) {
            return deliveries.tidy(snapshot, fence);
        }
        if (steps.size() == AlertBook.MOST_CHANGES) {
            again = true;
        }
        return commit(fence, changed.values(), plan.notices(), outdated, now).onSuccess(made -> {
            book.accept(changed.values(), outdated);
            steps.forEach(step -> tell(step, muting));
            plan.notices().forEach(deliveries::offer);
        });
    }

    private Future<Void> commit(
            Condition fence,
            Collection<StoredAlert> changed,
            List<Notice> notices,
            List<String> outdated,
            Instant now) {
        List<Mutation> mutations = new ArrayList<>();
        changed.forEach(alert -> mutations.add(Mutation.put(LedgerKeys.alert(alert.id()), alert)));
        notices.forEach(notice -> mutations.add(Mutation.put(LedgerKeys.notice(notice.id()), notice)));
        outdated.forEach(id -> {
            mutations.add(Mutation.delete(LedgerKeys.alert(id)));
            mutations.add(Mutation.delete(LedgerKeys.acknowledgement(id)));
        });
        return ledger.commit(Transaction.of(now, List.of(fence), mutations))
                .compose(outcome -> outcome.succeeded()
                        ? Future.succeededFuture()
                        : Future.failedFuture("another node has the duty by now"));
    }

    private void tell(AlertBook.Step step, Muting muting) {
        Alert alert = muting.shown(step.alert());
        if (step.change() == AlertChangeKind.RAISED || step.change() == AlertChangeKind.WORSE) {
            LOG.warn(
                    "event=alert_raised id={} rule={} severity={} status={} detail=\"{}\"",
                    alert.id(),
                    alert.rule(),
                    alert.severity().wireName(),
                    alert.status().wireName(),
                    alert.detail());
            AlertsContract.ALERT_RAISED.publish(vertx.eventBus(), alert);
        } else if (step.change() == AlertChangeKind.RESOLVED) {
            LOG.info("event=alert_resolved id={} rule={} detail=\"{}\"", alert.id(), alert.rule(), alert.detail());
            AlertsContract.ALERT_RESOLVED.publish(vertx.eventBus(), alert);
        }
    }
}
