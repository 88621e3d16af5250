package io.lotse.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertSettingsReply;
import io.lotse.contracts.alerts.AlertSettingsSource;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** The settings that hold at this node: those of the ledger, else those of its file, else none. Any thread reads. */
final class SettingsStore implements Supplier<AlertSettings> {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsStore.class);

    private final MeshView view;
    private final List<Runnable> listeners = new ArrayList<>();
    /** Null where there is no file, or none in it. */
    private AlertSettings ofFile;

    private AlertSettings ofLedger;
    private long revision;
    private String refused;
    private volatile AlertSettingsReply now;

    SettingsStore(MeshView view) {
        this.view = view;
        show();
    }

    /** Follows the ledger from now on. Listeners are called on the thread that changed something. */
    void start() {
        view.onChange(change -> {
            if (change.before().modRevision(LedgerKeys.ALERT_SETTINGS)
                    != change.now().modRevision(LedgerKeys.ALERT_SETTINGS)) {
                read(change.now());
            }
        });
        read(view.snapshot());
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public AlertSettings get() {
        return now.settings();
    }

    AlertSettingsReply reply() {
        return now;
    }

    /** What the file says now. */
    synchronized void ofFile(AlertSettings settings) {
        ofFile = settings;
        refused = null;
        changed();
    }

    /** The file has mistakes: what held before goes on. */
    synchronized void refuse(String reason) {
        LOG.error("event=alert_settings_refused next=\"mend it, what held before goes on\" reason=\"{}\"", reason);
        refused = reason;
        show();
    }

    private synchronized void read(MeshSnapshot snapshot) {
        Entry entry = snapshot.entry(LedgerKeys.ALERT_SETTINGS).orElse(null);
        try {
            AlertSettings read =
                    entry == null ? null : ContractCodec.decode(new JsonObject(entry.value()), AlertSettings.class);
            if (read != null) {
                SettingsCheck.refuse(read);
            }
            ofLedger = read;
            revision = entry == null ? 0 : entry.modRevision();
            refused = null;
            changed();
        } catch (ContractException ofALaterRelease) {
            refuse("of the ledger: " + ofALaterRelease.getMessage());
        }
    }

    private void changed() {
        show();
        List.copyOf(listeners).forEach(Runnable::run);
    }

    private void show() {
        AlertSettingsSource source = ofLedger != null
                ? AlertSettingsSource.LEDGER
                : ofFile != null ? AlertSettingsSource.FILE : AlertSettingsSource.DEFAULTS;
        AlertSettings settings = ofLedger != null ? ofLedger : ofFile != null ? ofFile : AlertSettings.NONE;
        now = new AlertSettingsReply(settings, source, revision, refused, BuiltIn.SETTINGS);
    }
}
