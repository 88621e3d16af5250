package io.lotse.observer;

import java.util.function.Supplier;

import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.health.ThresholdSettings;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** What this node's file and the ledger say together, as it changes. Safe on any thread. */
final class CurrentSettings implements Supplier<ObserverSettings> {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentSettings.class);

    private final SettingsFile file;
    private final MeshView view;
    private final Runnable changed;
    private volatile ObserverSettings settings = ObserverSettings.DEFAULT;
    private volatile ThresholdLayers layers = new ThresholdLayers(new JsonObject(), new JsonObject());
    /** Of what was read last; 0 for none. */
    private long revision;

    /** @param changed told after each change, on any thread */
    CurrentSettings(SettingsFile file, MeshView view, Runnable changed) {
        this.file = file;
        this.view = view;
        this.changed = changed;
    }

    @Override
    public ObserverSettings get() {
        return settings;
    }

    ThresholdLayers layers() {
        return layers;
    }

    /** What would hold with these thresholds of the mesh. */
    ThresholdLayers layers(ThresholdSettings mesh) {
        return new ThresholdLayers(file.said(), ContractCodec.encode(mesh));
    }

    /** The thresholds of the mesh. */
    static ThresholdSettings ofMesh(MeshSnapshot snapshot) {
        return snapshot.entry(LedgerKeys.THRESHOLDS)
                .map(entry -> ContractCodec.decode(new JsonObject(entry.value()), ThresholdSettings.class))
                .orElse(ThresholdSettings.NONE);
    }

    /** Follows both from now on. */
    void start() {
        file.onChange(this::read);
        view.onChange(change -> look());
        look();
    }

    private synchronized void look() {
        long now = view.snapshot().modRevision(LedgerKeys.THRESHOLDS);
        if (now != revision) {
            revision = now;
            read();
        }
    }

    private synchronized void read() {
        ThresholdLayers both = layers(ofMesh(view.snapshot()));
        try {
            settings = SettingsReader.read(both.merged());
            layers = both;
            changed.run();
        } catch (ContractException e) {
            // a later release may have written what this one does not know
            LOG.error(
                    "event=thresholds_refused revision={} reason=\"{}\" next=\"what held before goes on\"",
                    revision,
                    e.getMessage());
        }
    }
}
