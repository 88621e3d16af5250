package io.lotse.alerts;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.lotse.contracts.Counts;
import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeKind;

/** What people read. */
final class NoticeText {
    private NoticeText() {}

    /** A line that says what it is about. */
    static String subject(Notice notice) {
        List<Alert> firing =
                notice.alerts().stream().filter(a -> a.resolvedAt() == null).toList();
        String what = notice.group().isEmpty()
                ? Counts.of(notice.alerts().size() + notice.more(), "alert")
                : String.join(" ", notice.group().values());
        if (notice.kind() == NoticeKind.TRIAL) {
            return "[trial] Lotse tries this channel";
        }
        if (firing.isEmpty()) {
            return "[resolved] " + what;
        }
        String severity = firing.get(0).severity().wireName();
        String why =
                switch (notice.kind()) {
                    case REMINDER -> ", still";
                    case ESCALATION -> ", nobody acknowledged it";
                    default -> "";
                };
        return "[" + severity + why + "] " + what + " (" + firing.size() + " firing)";
    }

    /** The alerts, one a paragraph. */
    static String body(Notice notice) {
        if (notice.kind() == NoticeKind.TRIAL) {
            return "If you can read this, alerts come through.\n";
        }
        String alerts = notice.alerts().stream().map(NoticeText::paragraph).collect(Collectors.joining("\n"));
        return notice.more() == 0 ? alerts : alerts + "\n... and " + Counts.of(notice.more(), "more alert") + "\n";
    }

    private static String paragraph(Alert alert) {
        String state = alert.resolvedAt() == null ? alert.severity().wireName() : "resolved";
        String times = alert.resolvedAt() == null
                ? "since " + alert.since()
                : "from " + alert.since() + " to " + alert.resolvedAt();
        return state + ": " + alert.detail() + "\n    " + times + (alert.flapping() ? ", flapping" : "") + "\n    "
                + labels(alert.labels()) + "\n    lotse alerts show " + alert.id() + "\n";
    }

    private static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(l -> !l.getKey().equals(AlertLabels.SEVERITY))
                .sorted(Map.Entry.comparingByKey())
                .map(l -> l.getKey() + "=" + l.getValue())
                .collect(Collectors.joining(" "));
    }
}
