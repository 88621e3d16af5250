package io.lotse.alerts;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.alerts.Acknowledgement;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeState;
import io.lotse.contracts.alerts.Silence;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.MeshSnapshot;

/** What the ledger holds of alerts. */
final class Stored {
    private Stored() {}

    static List<StoredAlert> alerts(MeshSnapshot snapshot) {
        return all(snapshot, LedgerKeys.ALERTS, StoredAlert.class);
    }

    static Optional<StoredAlert> alert(MeshSnapshot snapshot, String id) {
        return snapshot.entry(LedgerKeys.alert(id)).map(entry -> decode(entry, StoredAlert.class));
    }

    static List<Silence> silences(MeshSnapshot snapshot) {
        return all(snapshot, LedgerKeys.SILENCES, Silence.class);
    }

    static List<Notice> notices(MeshSnapshot snapshot) {
        return all(snapshot, LedgerKeys.NOTICES, Notice.class);
    }

    static List<Notice> owed(MeshSnapshot snapshot) {
        return notices(snapshot).stream()
                .filter(notice -> notice.state() == NoticeState.OWED)
                .toList();
    }

    /** By the alerts' ids. */
    static Map<String, Acknowledgement> acknowledgements(MeshSnapshot snapshot) {
        Map<String, Acknowledgement> byAlert = new HashMap<>();
        for (Entry entry : snapshot.entries(LedgerKeys.ACKNOWLEDGEMENTS)) {
            byAlert.put(
                    entry.key().substring(LedgerKeys.ACKNOWLEDGEMENTS.length()), decode(entry, Acknowledgement.class));
        }
        return byAlert;
    }

    private static <T> List<T> all(MeshSnapshot snapshot, String prefix, Class<T> type) {
        Collection<Entry> entries = snapshot.entries(prefix);
        return entries.stream().map(entry -> decode(entry, type)).toList();
    }

    private static <T> T decode(Entry entry, Class<T> type) {
        return ContractCodec.decode(new JsonObject(entry.value()), type);
    }
}
