package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.lotse.contracts.alerts.AlertChange;
import io.lotse.contracts.alerts.AlertChangeKind;
import io.lotse.contracts.alerts.StoredAlert;

/**
 * Makes alerts of what holds: the states of each are nothing, pending (it holds, but not for long enough), firing, clearing
 * (it does not hold, but not for long enough) and resolved. Pending and clearing are in memory alone, so that what comes
 * and goes costs no write. On one event loop.
 */
final class AlertBook {
    static final int MOST_FIRING = 2_000;
    static final int MOST_RESOLVED = 500;
    static final Duration RESOLVED_KEPT = Duration.ofDays(7);
    /** More change in the next step: a change of the ledger is of bounded size. */
    static final int MOST_CHANGES = 100;

    private final Map<String, StoredAlert> alerts = new HashMap<>();
    private final Map<String, Instant> pendingSince = new HashMap<>();
    private final Map<String, Instant> clearingSince = new HashMap<>();

    /** How an alert is to be from now on, and what happened to it. */
    record Step(StoredAlert alert, AlertChangeKind change) {}

    /** Forgets everything and takes what the ledger holds. */
    void load(Collection<StoredAlert> stored) {
        alerts.clear();
        stored.forEach(alert -> alerts.put(alert.id(), alert));
        clearingSince.keySet().removeIf(id -> !isFiring(id));
    }

    /** The ledger has taken these. */
    void accept(Collection<StoredAlert> changed, Collection<String> removed) {
        changed.forEach(alert -> alerts.put(alert.id(), alert));
        removed.forEach(alerts::remove);
    }

    Collection<StoredAlert> all() {
        return List.copyOf(alerts.values());
    }

    List<StoredAlert> firing() {
        return alerts.values().stream().filter(a -> a.resolvedAt() == null).toList();
    }

    /**
     * What changes, by what holds now. Nothing is changed until {@link #accept} is told so.
     *
     * @param holding what holds
     * @param unsure whether an alert that is not among these may hold all the same
     */
    List<Step> step(Collection<Condition> holding, Predicate<StoredAlert> unsure, Rulebook rules, Instant now) {
        List<Step> steps = new ArrayList<>();
        Map<String, Condition> byId = new HashMap<>();
        int room = MOST_FIRING - firing().size();
        for (Condition condition : holding) {
            Rulebook.Verdict verdict = rules.of(condition).orElse(null);
            if (verdict == null) {
                continue;
            }
            byId.put(condition.id(), condition);
            clearingSince.remove(condition.id());
            if (isFiring(condition.id())) {
                change(alerts.get(condition.id()), condition, verdict, now, steps);
            } else if (heldLongEnough(condition.id(), verdict.after(), now) && room > 0) {
                steps.add(raised(condition, verdict, rules, now));
                room--;
            }
        }
        pendingSince.keySet().removeIf(id -> !byId.containsKey(id) || isFiring(id));
        for (StoredAlert alert : firing()) {
            if (!byId.containsKey(alert.id()) && !unsure.test(alert)) {
                clear(alert, rules, now, steps);
            }
        }
        return steps.size() > MOST_CHANGES ? steps.subList(0, MOST_CHANGES) : steps;
    }

    /** The ids of those that were resolved long ago, or of which there are too many. */
    List<String> outdated(Instant now) {
        List<StoredAlert> resolved = alerts.values().stream()
                .filter(alert -> alert.resolvedAt() != null && alert.toldAt() == null)
                .sorted(Comparator.comparing(StoredAlert::resolvedAt).reversed())
                .toList();
        List<String> outdated = new ArrayList<>();
        for (int i = 0; i < resolved.size() && outdated.size() < MOST_CHANGES; i++) {
            StoredAlert alert = resolved.get(i);
            if (i >= MOST_RESOLVED || alert.resolvedAt().plus(RESOLVED_KEPT).isBefore(now)) {
                outdated.add(alert.id());
            }
        }
        return outdated;
    }

    private boolean isFiring(String id) {
        StoredAlert alert = alerts.get(id);
        return alert != null && alert.resolvedAt() == null;
    }

    private boolean heldLongEnough(String id, Duration after, Instant now) {
        Instant since = pendingSince.computeIfAbsent(id, i -> now);
        return !since.plus(after).isAfter(now);
    }

    private Step raised(Condition condition, Rulebook.Verdict verdict, Rulebook rules, Instant now) {
        StoredAlert before = alerts.get(condition.id());
        List<AlertChange> history = before == null ? List.of() : before.history();
        long lately = history.stream()
                .filter(c -> c.change() == AlertChangeKind.RAISED
                        && c.at().plus(rules.flappingWithin()).isAfter(now))
                .count();
        boolean flapping = rules.flappingChanges() > 0 && lately + 1 >= rules.flappingChanges();
        StoredAlert alert = new StoredAlert(
                condition.id(),
                verdict.rule(),
                condition.kind(),
                verdict.severity(),
                Rulebook.withSeverity(condition.labels(), verdict.severity()),
                condition.detail(),
                now,
                null,
                flapping,
                // told before that it held, and never that it did so no more: it is no news
                before == null ? null : before.toldAt(),
                before == null ? null : before.toldSeverity(),
                null,
                history);
        StoredAlert noted = Alerts.noted(alert, now, AlertChangeKind.RAISED, condition.detail());
        return flapping
                ? new Step(
                        Alerts.noted(
                                noted,
                                now,
                                AlertChangeKind.FLAPPING,
                                "raised " + (lately + 1) + " times lately: it is held until it has been calm"),
                        AlertChangeKind.RAISED)
                : new Step(noted, AlertChangeKind.RAISED);
    }

    private void change(
            StoredAlert alert, Condition condition, Rulebook.Verdict verdict, Instant now, List<Step> steps) {
        Map<String, String> labels = Rulebook.withSeverity(condition.labels(), verdict.severity());
        int compared = verdict.severity().compareTo(alert.severity());
        if (compared == 0 && labels.equals(alert.labels())) {
            return;
        }
        StoredAlert changed = Alerts.with(alert, verdict.severity(), labels, condition.detail());
        if (compared == 0) {
            steps.add(new Step(changed, null));
            return;
        }
        AlertChangeKind kind = compared > 0 ? AlertChangeKind.WORSE : AlertChangeKind.BETTER;
        steps.add(new Step(Alerts.noted(changed, now, kind, condition.detail()), kind));
    }

    private void clear(StoredAlert alert, Rulebook rules, Instant now, List<Step> steps) {
        Instant since = clearingSince.computeIfAbsent(alert.id(), i -> now);
        if (since.plus(rules.resolveAfter(alert.rule(), alert.flapping())).isAfter(now)) {
            return;
        }
        StoredAlert over = Alerts.resolved(alert, now);
        steps.add(
                new Step(Alerts.noted(over, now, AlertChangeKind.RESOLVED, "holds no more"), AlertChangeKind.RESOLVED));
    }
}
