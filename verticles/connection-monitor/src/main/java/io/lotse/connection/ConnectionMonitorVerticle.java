package io.lotse.connection;

import java.time.Clock;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.network.NetworkContract;

/** Tries the configured targets and the other members, and tells how the network is as this node sees it. */
public final class ConnectionMonitorVerticle extends VerticleBase {
    private static final long SECOND_MILLIS = 1_000;

    private final ConnectionMonitorConfig config;
    private final Clock clock;

    public ConnectionMonitorVerticle(ConnectionMonitorConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        NetworkWatch watch = new NetworkWatch(config, vertx, clock, new Prober(vertx));
        List<Future<?>> ready = List.of(
                ClusterContract.MEMBERS_CHANGED
                        .subscribe(bus, members -> watch.members(members.nodes()))
                        .completion(),
                NetworkContract.NETWORK_STATE
                        .serve(bus, q -> Future.succeededFuture(watch.told()))
                        .completion(),
                NetworkContract.NETWORK_STATE
                        .serveFor(bus, config.nodeId(), q -> Future.succeededFuture(watch.told()))
                        .completion());
        return Future.all(ready).onSuccess(v -> begin(bus, watch));
    }

    private void begin(EventBus bus, NetworkWatch watch) {
        watch.start(config.settings().targets().stream().map(Watched::of).toList());
        ClusterContract.MEMBERS.call(bus, Empty.EMPTY).onSuccess(members -> watch.members(members.nodes()));
        vertx.setPeriodic(SECOND_MILLIS, t -> watch.forget());
        NetworkSettings.Times lan = config.settings().lanGateway();
        if (lan != null) {
            vertx.setPeriodic(1, lan.interval().toMillis(), t -> lookForLanGateway(watch));
        }
    }

    /** One that is no longer told is tried on: that it is gone is what is to be seen. */
    private void lookForLanGateway(NetworkWatch watch) {
        vertx.executeBlocking(() -> LanGateway.read(LanGateway.ROUTES))
                .onSuccess(found -> found.ifPresent(watch::lanGateway));
    }
}
