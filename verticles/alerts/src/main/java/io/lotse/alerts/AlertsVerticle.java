package io.lotse.alerts;

import java.time.Clock;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import io.lotse.meshview.MeshView;

/**
 * Tells people what is wrong: makes alerts of what the other rooms tell, and delivers them. The node that has the duty does
 * it for all; any node answers.
 */
public final class AlertsVerticle extends VerticleBase {
    private static final Duration COUNT_EVERY = Duration.ofSeconds(5);

    private final AlertsConfig config;
    private final MeshView view;
    private final MeterRegistry registry;
    private final Clock clock;
    private AlertKeeper keeper;

    /** @param registry where figures are kept; null for nowhere */
    public AlertsVerticle(AlertsConfig config, MeshView view, MeterRegistry registry, Clock clock) {
        this.config = config;
        this.view = view;
        this.registry = registry;
        this.clock = clock;
    }

    /** Done once the operations are served; the duty may be taken later. */
    @Override
    public Future<?> start() {
        Context context = vertx.getOrCreateContext();
        SettingsStore settings = new SettingsStore(view);
        AlertBoard board = new AlertBoard(view, settings, clock);
        Channels channels = new Channels(vertx, new Secrets(vertx, config.environment()), clock);
        Deliveries deliveries = new Deliveries(vertx, view, settings, channels, new NoticeCounts(registry), clock);
        keeper = new AlertKeeper(config, vertx, view, settings, deliveries, clock);
        settings.onChange(() -> context.runOnContext(v -> {
            deliveries.settingsChanged();
            keeper.look();
        }));
        settings.start();
        count(board);
        return Future.all(
                        new AlertOperations(vertx, view, board, settings, clock).serve(),
                        new SilenceOperations(vertx, view, clock).serve(),
                        new SettingsFile(config.file(), settings).start(vertx),
                        new Trials(settings, channels, clock).serve(vertx.eventBus()))
                .compose(v -> keeper.start(config.lookEvery()));
    }

    private void count(AlertBoard board) {
        if (registry != null) {
            AlertGauges gauges = new AlertGauges(board);
            gauges.register(registry);
            vertx.setPeriodic(COUNT_EVERY.toMillis(), t -> gauges.refresh());
        }
    }

    /** Gives the duty to another node. */
    @Override
    public Future<?> stop() {
        return keeper.stop();
    }
}
