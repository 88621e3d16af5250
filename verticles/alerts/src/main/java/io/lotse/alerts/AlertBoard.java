package io.lotse.alerts;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertChange;
import io.lotse.contracts.alerts.AlertDetail;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertLookup;
import io.lotse.contracts.alerts.AlertPage;
import io.lotse.contracts.alerts.AlertQuery;
import io.lotse.contracts.alerts.AlertStatus;
import io.lotse.contracts.alerts.Delivery;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Shows alerts as the ledger has them, at any node. */
final class AlertBoard {
    private static final int SHORTEST_BEGINNING = 4;

    private final MeshView view;
    private final SettingsStore settings;
    private final Clock clock;

    AlertBoard(MeshView view, SettingsStore settings, Clock clock) {
        this.view = view;
        this.settings = settings;
        this.clock = clock;
    }

    /** All that the ledger holds, also those that hold no more. */
    List<Alert> all() {
        MeshSnapshot snapshot = view.snapshot();
        List<StoredAlert> stored = Stored.alerts(snapshot);
        Muting muting = muting(snapshot, stored);
        return stored.stream().map(muting::shown).toList();
    }

    AlertPage page(AlertQuery query) {
        boolean over = query.status() == AlertStatus.RESOLVED || Boolean.TRUE.equals(query.all());
        List<Alert> found = all().stream()
                .filter(a -> over || a.status() != AlertStatus.RESOLVED)
                .filter(a -> query.status() == null || query.status() == a.status())
                .filter(a -> query.kind() == null || query.kind() == a.kind())
                .filter(a -> query.severity() == null || query.severity() == a.severity())
                .filter(a -> query.service() == null
                        || query.service().equals(a.labels().get(AlertLabels.SERVICE)))
                .sorted(Comparator.comparing(AlertBoard::place).reversed())
                .filter(a -> query.cursor() == null || place(a).compareTo(query.cursor()) < 0)
                .limit(query.limit() + 1L)
                .toList();
        boolean more = found.size() > query.limit();
        List<Alert> items = more ? found.subList(0, query.limit()) : found;
        return new AlertPage(items, more ? place(items.get(items.size() - 1)) : null);
    }

    /**
     * @throws ContractException {@link ProblemCode#UNKNOWN_ALERT}
     */
    AlertDetail detail(AlertLookup lookup) {
        MeshSnapshot snapshot = view.snapshot();
        StoredAlert alert = find(lookup.id());
        List<AlertChange> history = alert.history().stream()
                .sorted(Comparator.comparing(AlertChange::at).reversed())
                .toList();
        List<Delivery> deliveries = Stored.notices(snapshot).stream()
                .filter(notice -> notice.alertIds().contains(alert.id()))
                .sorted(Comparator.comparing(Notice::createdAt).reversed())
                .map(Notices::delivery)
                .toList();
        return new AlertDetail(muting(snapshot, Stored.alerts(snapshot)).shown(alert), history, deliveries);
    }

    /**
     * The alert of an id, or the only one whose id begins so.
     *
     * @throws ContractException {@link ProblemCode#UNKNOWN_ALERT}
     */
    StoredAlert find(String id) {
        if (id == null || id.isBlank()) {
            throw ContractException.invalid("id", "is missing: give the alert's id");
        }
        return Stored.alert(view.snapshot(), id)
                .or(() -> only(id))
                .orElseThrow(() -> new ContractException(
                        ProblemCode.UNKNOWN_ALERT,
                        "no alert has the id " + id + ": GET /api/v1/alerts lists those there are"));
    }

    private Optional<StoredAlert> only(String beginning) {
        List<StoredAlert> found = beginning.length() < SHORTEST_BEGINNING
                ? List.of()
                : Stored.alerts(view.snapshot()).stream()
                        .filter(alert -> alert.id().startsWith(beginning))
                        .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    Alert shown(StoredAlert alert) {
        MeshSnapshot snapshot = view.snapshot();
        return muting(snapshot, Stored.alerts(snapshot)).shown(alert);
    }

    private Muting muting(MeshSnapshot snapshot, List<StoredAlert> all) {
        return Muting.of(settings.get(), snapshot, all, clock.instant());
    }

    private static String place(Alert alert) {
        return alert.since() + " " + alert.id();
    }
}
