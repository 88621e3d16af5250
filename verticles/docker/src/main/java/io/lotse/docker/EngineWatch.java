package io.lotse.docker;

import java.time.Clock;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.imports.SourceChange;
import io.lotse.meshview.ImportedInstances;

/**
 * Follows an engine: events say that there is something to see, the list of containers says what. So it does not
 * matter which events were missed, torn or said twice. While the engine cannot be asked, what is registered stays: its
 * containers may well live. Lives on one event loop.
 */
final class EngineWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);

    private final Vertx vertx;
    private final DockerConfig config;
    private final Clock clock;
    private final EngineClient engine;
    private final Wanted wanted;
    private final ImportedInstances instances;

    private ApiVersion version;
    private EngineClient.Subscription events;
    /** Null before the first try; read by others for the figures. */
    private volatile Boolean reached;

    private String lastReason = "";
    private Duration retryAfter;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopped;

    EngineWatch(
            Vertx vertx,
            DockerConfig config,
            Clock clock,
            EngineClient engine,
            Wanted wanted,
            ImportedInstances instances) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.engine = engine;
        this.wanted = wanted;
        this.instances = instances;
        this.retryAfter = config.pace().firstRetry();
    }

    /** Begins; what fails is tried again for as long as it takes. */
    void start() {
        connect();
        vertx.setPeriodic(config.pace().lookEvery().toMillis(), t -> {
            instances.tryAll();
            look();
        });
    }

    /** Hears and does nothing more. What is registered stays: the containers live on. */
    void stop() {
        stopped = true;
        if (events != null) {
            events.close();
        }
        engine.close();
    }

    boolean reached() {
        return Boolean.TRUE.equals(reached);
    }

    private void connect() {
        engine.negotiate().onSuccess(this::connected).onFailure(this::lost);
    }

    private void connected(ApiVersion negotiated) {
        if (stopped) {
            return;
        }
        version = negotiated;
        EngineClient.Subscription opened = engine.subscribe(negotiated, this::look);
        events = opened;
        opened.end().onFailure(e -> {
            if (events == opened) {
                lost(e);
            }
        });
        look();
    }

    /** Looks now, or after the look that is under way. */
    private void look() {
        if (stopped || version == null) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        ApiVersion asked = version;
        engine.containers(asked)
                .onFailure(e -> {
                    if (version == asked) {
                        lost(e);
                    }
                })
                .onSuccess(found -> told(true, "API " + asked))
                .compose(found -> stopped
                        ? Future.succeededFuture()
                        : instances.make(wanted.of(found)).onFailure(this::notMade))
                .onComplete(done -> vertx.setTimer(config.pace().gap().toMillis(), t -> looked()));
    }

    private void looked() {
        looking = false;
        if (lookAgain) {
            lookAgain = false;
            look();
        }
    }

    private void notMade(Throwable e) {
        LOG.warn(
                "event=containers_not_registered reason=\"{}\" next=\"again within {} s\"",
                e.getMessage(),
                config.pace().lookEvery().toSeconds());
    }

    private void lost(Throwable why) {
        if (stopped) {
            return;
        }
        version = null;
        if (events != null) {
            EngineClient.Subscription ended = events;
            events = null;
            ended.close();
        }
        told(false, String.valueOf(why.getMessage()));
        vertx.setTimer(retryAfter.toMillis(), t -> {
            if (!stopped) {
                connect();
            }
        });
        Duration twice = retryAfter.multipliedBy(2);
        retryAfter =
                twice.compareTo(config.pace().lookEvery()) > 0 ? config.pace().lookEvery() : twice;
    }

    private void told(boolean now, String detail) {
        if (now) {
            retryAfter = config.pace().firstRetry();
        }
        boolean changed = reached == null || reached != now || !now && !detail.equals(lastReason);
        reached = now;
        lastReason = now ? "" : detail;
        if (!changed) {
            return;
        }
        if (now) {
            LOG.info(
                    "event=docker_reached socket={} detail=\"{}\"",
                    config.wishes().socket(),
                    detail);
        } else {
            LOG.warn(
                    "event=docker_out_of_reach socket={} reason=\"{}\" next=\"tried again; what is registered stays\"",
                    config.wishes().socket(),
                    detail);
        }
        ImportsContract.SOURCE_CHANGED.publish(
                vertx.eventBus(), new SourceChange(config.source(), config.node(), now, detail, clock.instant()));
    }
}
