package io.lotse.connection;

import java.time.Clock;
import java.util.ArrayList;
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
        return Future.all(ready).compose(v -> targets()).onSuccess(targets -> begin(bus, watch, targets));
    }

    private void begin(EventBus bus, NetworkWatch watch, List<Watched> targets) {
        watch.start(targets);
        ClusterContract.MEMBERS.call(bus, Empty.EMPTY).onSuccess(members -> watch.members(members.nodes()));
        vertx.setPeriodic(SECOND_MILLIS, t -> watch.forget());
    }

    private Future<List<Watched>> targets() {
        List<Watched> targets = new ArrayList<>();
        config.targets().forEach(target -> targets.add(Watched.of(target)));
        if (!config.lanGateway()) {
            return Future.succeededFuture(targets);
        }
        return vertx.executeBlocking(() -> LanGateway.read(LanGateway.ROUTES)).map(found -> {
            found.map(Watched::lanGateway).ifPresent(targets::add);
            return targets;
        });
    }
}
