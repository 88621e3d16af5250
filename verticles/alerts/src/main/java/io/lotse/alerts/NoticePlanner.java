package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertChangeKind;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeKind;
import io.lotse.contracts.alerts.NoticeState;
import io.lotse.contracts.alerts.StoredAlert;

/**
 * Decides who is to be told what now. All that it goes by is in the alerts themselves, so that a successor decides alike.
 */
final class NoticePlanner {
    static final int MOST_SHOWN = 50;

    private final Router router;
    private final Muting muting;
    private final Supplier<String> ids;
    private final Instant now;
    private final List<Notice> notices = new ArrayList<>();
    private final Map<String, StoredAlert> changed = new LinkedHashMap<>();

    /** What is to be told, and the alerts as they are then. */
    record Plan(List<Notice> notices, Collection<StoredAlert> changed) {}

    private NoticePlanner(Router router, Muting muting, Supplier<String> ids, Instant now) {
        this.router = router;
        this.muting = muting;
        this.ids = ids;
        this.now = now;
    }

    /** @param ids gives ids for notices */
    static Plan plan(Collection<StoredAlert> alerts, Router router, Muting muting, Supplier<String> ids, Instant now) {
        NoticePlanner planner = new NoticePlanner(router, muting, ids, now);
        Map<Router.Group, List<StoredAlert>> groups = new LinkedHashMap<>();
        alerts.stream()
                .filter(alert -> alert.resolvedAt() == null || alert.toldAt() != null)
                .sorted(Comparator.comparing(StoredAlert::since).thenComparing(StoredAlert::id))
                .forEach(alert -> groups.computeIfAbsent(router.group(alert.labels()), g -> new ArrayList<>())
                        .add(alert));
        for (Map.Entry<Router.Group, List<StoredAlert>> group : groups.entrySet()) {
            if (planner.changed.size() < AlertBook.MOST_CHANGES) {
                planner.group(group.getKey(), group.getValue());
            }
        }
        return new Plan(planner.notices, planner.changed.values());
    }

    private void group(Router.Group group, List<StoredAlert> members) {
        forgetWhatNobodyWants(group, members);
        List<StoredAlert> news = members.stream()
                .filter(this::isNews)
                .limit(AlertBook.MOST_CHANGES)
                .toList();
        Instant toldLast = members.stream()
                .map(StoredAlert::toldAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (!news.isEmpty()) {
            if (!due(group.way(), news, toldLast).isAfter(now)) {
                boolean raised = news.stream().anyMatch(a -> a.resolvedAt() == null);
                tell(group, raised ? NoticeKind.RAISED : NoticeKind.RESOLVED, members, news);
            }
        } else {
            remind(group, members, toldLast);
        }
        escalate(group, members);
    }

    /** The end of what nobody is told of, or of what is silenced: nobody is told of that either. */
    private void forgetWhatNobodyWants(Router.Group group, List<StoredAlert> members) {
        for (StoredAlert alert : members) {
            boolean over = alert.resolvedAt() != null && alert.toldAt() != null;
            if (over && (channels(group, List.of(alert)).isEmpty() || muting.isSilenced(alert))) {
                changed.put(alert.id(), Alerts.toldOver(alert));
            }
        }
        members.removeIf(alert -> changed.containsKey(alert.id()));
    }

    private boolean isNews(StoredAlert alert) {
        if (alert.resolvedAt() != null) {
            return alert.toldAt() != null;
        }
        return !muting.isMuted(alert)
                && (alert.toldAt() == null || alert.severity().compareTo(alert.toldSeverity()) > 0);
    }

    private Instant due(Router.Way way, List<StoredAlert> news, Instant toldLast) {
        if (toldLast != null) {
            return toldLast.plus(way.groupInterval());
        }
        return news.stream()
                .map(StoredAlert::since)
                .min(Comparator.naturalOrder())
                .orElse(now)
                .plus(way.groupWait());
    }

    private void remind(Router.Group group, List<StoredAlert> members, Instant toldLast) {
        Duration every = group.way().reminder();
        if (toldLast == null || every.isZero() || toldLast.plus(every).isAfter(now)) {
            return;
        }
        List<StoredAlert> still = members.stream().filter(this::isUncared).toList();
        if (!still.isEmpty()) {
            tell(
                    group,
                    NoticeKind.REMINDER,
                    still,
                    still.stream().limit(AlertBook.MOST_CHANGES).toList());
        }
    }

    private void escalate(Router.Group group, List<StoredAlert> members) {
        Duration after = group.way().escalateAfter();
        if (after == null || group.way().escalateTo().isEmpty()) {
            return;
        }
        List<StoredAlert> late = members.stream()
                .map(alert -> changed.getOrDefault(alert.id(), alert))
                .filter(this::isUncared)
                .filter(a -> a.escalatedAt() == null && !a.since().plus(after).isAfter(now))
                .limit(AlertBook.MOST_CHANGES)
                .toList();
        if (late.isEmpty()) {
            return;
        }
        group.way().escalateTo().forEach(channel -> notices.add(notice(channel, NoticeKind.ESCALATION, group, late)));
        for (StoredAlert alert : late) {
            String detail = "nobody acknowledged it: told "
                    + String.join(", ", group.way().escalateTo());
            changed.put(alert.id(), Alerts.noted(Alerts.escalated(alert, now), now, AlertChangeKind.ESCALATED, detail));
        }
    }

    /** It holds, somebody was told, and nobody has said that they look after it. */
    private boolean isUncared(StoredAlert alert) {
        return alert.resolvedAt() == null
                && alert.toldAt() != null
                && !muting.isMuted(alert)
                && muting.acknowledgement(alert).isEmpty();
    }

    private void tell(Router.Group group, NoticeKind kind, List<StoredAlert> members, List<StoredAlert> news) {
        List<StoredAlert> shown = members.stream()
                .filter(a -> a.resolvedAt() == null ? !muting.isMuted(a) : news.contains(a))
                .toList();
        Set<String> channels = channels(group, members);
        if (channels.isEmpty()) {
            return;
        }
        for (String channel : channels) {
            if (kind != NoticeKind.RESOLVED || router.hearsOfTheEnd(channel)) {
                notices.add(notice(channel, kind, group, shown));
            }
        }
        for (StoredAlert alert : news) {
            changed.put(alert.id(), alert.resolvedAt() == null ? Alerts.told(alert, now) : Alerts.toldOver(alert));
        }
    }

    /** Those of the route, and those that it was escalated to. */
    private static Set<String> channels(Router.Group group, List<StoredAlert> members) {
        Set<String> channels = new TreeSet<>(group.way().channels());
        if (members.stream().anyMatch(a -> a.escalatedAt() != null)) {
            channels.addAll(group.way().escalateTo());
        }
        return channels;
    }

    private Notice notice(String channel, NoticeKind kind, Router.Group group, List<StoredAlert> alerts) {
        List<Alert> shown = alerts.stream()
                .sorted(Comparator.<StoredAlert, Boolean>comparing(a -> a.resolvedAt() != null)
                        .thenComparing(StoredAlert::severity, Comparator.reverseOrder())
                        .thenComparing(StoredAlert::since))
                .limit(MOST_SHOWN)
                .map(muting::shown)
                .toList();
        return new Notice(
                ids.get(),
                channel,
                kind,
                group.labels(),
                shown,
                shown.stream().map(Alert::id).toList(),
                alerts.size() - shown.size(),
                now,
                NoticeState.OWED,
                0,
                null,
                null);
    }
}
