package io.lotse.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.imports.SourceChange;
import io.lotse.meshview.Duty;
import io.lotse.meshview.ImportedInstances;
import io.lotse.meshview.MeshView;

/**
 * Follows the Services of a cluster, on the one node of the mesh that has the duty. Watches say that there is something to
 * see, copies of the objects say what. While the API cannot be asked, what is registered stays. A connection that was cut
 * may look open for long: so it is tried by itself whether the API answers. After it did not, and after a watch has ended,
 * all is listed anew: what went meanwhile, no watch would tell for sure.
 * Lives on one event loop.
 */
final class ServiceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);
    private static final String DUTY = "import-";

    private final Vertx vertx;
    private final KubernetesConfig config;
    private final Clock clock;
    private final ClusterApi api;
    private final WantedEndpoints wanted;
    private final ImportedInstances instances;
    private final Rounds rounds;
    private final Duty duty;

    private Context context;
    private Copies copies;
    /** Null before the first try; read by others for the figures. */
    private volatile Boolean reached;

    private String lastReason = "";
    private Duration retryAfter;
    private boolean checking;
    private boolean stopped;

    ServiceWatch(
            Vertx vertx,
            KubernetesConfig config,
            Clock clock,
            ClusterApi api,
            MeshView view,
            WantedEndpoints wanted,
            ImportedInstances instances) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.api = api;
        this.wanted = wanted;
        this.instances = instances;
        this.retryAfter = config.pace().firstRetry();
        this.rounds = new Rounds(vertx, config.pace().gap(), this::make);
        this.duty =
                new Duty(vertx, view, clock, DUTY + config.source(), config.nodeId(), config.node(), this::dutyChanged);
    }

    /** Begins; what fails is tried again for as long as it takes. */
    Future<Void> start() {
        context = vertx.getOrCreateContext();
        vertx.setPeriodic(config.pace().lookEvery().toMillis(), t -> {
            instances.tryAll();
            check();
        });
        return duty.start();
    }

    /** Hears and does nothing more. What is registered stays: the endpoints live on. */
    Future<Void> stop() {
        stopped = true;
        forget();
        return duty.stop();
    }

    boolean reached() {
        return duty.held() && Boolean.TRUE.equals(reached);
    }

    private void dutyChanged(boolean mine) {
        if (mine) {
            check();
        } else {
            forget();
            reached = null;
        }
    }

    /** Whether the API answers; all is listed first, after no answer came, and where the copies are no longer kept. */
    private void check() {
        if (stopped || checking || !duty.held()) {
            return;
        }
        checking = true;
        List<String> namespaces = config.wishes().namespaces();
        Copies had = copies;
        boolean anew = had == null || !had.areKept();
        api.ask(client -> {
                    if (anew) {
                        return Copies.open(client, namespaces, this::changed, this::ended);
                    }
                    Copies.check(client, namespaces);
                    return had;
                })
                .onComplete(done -> checking = false)
                .onSuccess(this::answered)
                .onFailure(this::lost);
    }

    private void answered(Copies now) {
        if (stopped || !duty.held()) {
            end(now);
            return;
        }
        if (now == copies) {
            // only now: watches that end as soon as they begin are no reason to list without a pause
            retryAfter = config.pace().firstRetry();
        } else {
            forget();
            copies = now;
        }
        told(true, "");
        rounds.ask();
        if (!now.areKept()) {
            checkLater();
        }
    }

    private void lost(Throwable why) {
        if (stopped || !duty.held()) {
            return;
        }
        forget();
        told(false, String.valueOf(why.getMessage()));
        checkLater();
    }

    private void checkLater() {
        vertx.setTimer(retryAfter.toMillis(), t -> check());
        Duration twice = retryAfter.multipliedBy(2);
        retryAfter =
                twice.compareTo(config.pace().lookEvery()) > 0 ? config.pace().lookEvery() : twice;
    }

    private void forget() {
        if (copies != null) {
            end(copies);
            copies = null;
        }
    }

    private void end(Copies ended) {
        vertx.executeBlocking(
                () -> {
                    ended.close();
                    return null;
                },
                false);
    }

    private void changed() {
        context.runOnContext(v -> rounds.ask());
    }

    private void ended() {
        context.runOnContext(v -> checkLater());
    }

    private Future<Void> make() {
        if (stopped || copies == null) {
            return Future.succeededFuture();
        }
        return instances.make(wanted.of(copies.services(), copies.slices())).onFailure(this::notMade);
    }

    private void notMade(Throwable e) {
        LOG.warn(
                "event=services_not_registered source={} reason=\"{}\" next=\"again within {} s\"",
                config.source(),
                e.getMessage(),
                config.pace().lookEvery().toSeconds());
    }

    private void told(boolean now, String detail) {
        boolean changed = reached == null || reached != now || !now && !detail.equals(lastReason);
        reached = now;
        lastReason = detail;
        if (!changed) {
            return;
        }
        if (now) {
            LOG.info("event=kubernetes_reached source={}", config.source());
        } else {
            LOG.warn(
                    "event=kubernetes_out_of_reach source={} reason=\"{}\" next=\"tried again; what is registered stays\"",
                    config.source(),
                    detail);
        }
        ImportsContract.SOURCE_CHANGED.publish(
                vertx.eventBus(), new SourceChange(config.source(), config.node(), now, detail, clock.instant()));
    }
}
