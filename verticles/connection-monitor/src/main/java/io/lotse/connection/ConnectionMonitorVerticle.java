package io.lotse.connection;

import java.time.Clock;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.supervision.SupervisionContract;
import io.lotse.meshview.MeshView;

/**
 * Tries the configured targets and the other members, tells how the network is as this node sees it, and sees to what an
 * outage left.
 */
public final class ConnectionMonitorVerticle extends VerticleBase {
    private static final long SECOND_MILLIS = 1_000;

    private final ConnectionMonitorConfig config;
    private final MeshView view;
    private final Clock clock;
    private Coordination coordination;

    public ConnectionMonitorVerticle(ConnectionMonitorConfig config, MeshView view, Clock clock) {
        this.config = config;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        NetworkWatch watch =
                new NetworkWatch(config, vertx, clock, new Prober(vertx), outage -> coordination.ended(outage));
        Conditions conditions = new Conditions(bus);
        coordination = new Coordination(vertx, clock, view, config, watch, conditions, new HostRestarter(bus));
        List<Future<?>> ready = List.of(
                ClusterContract.MEMBERS_CHANGED
                        .subscribe(bus, members -> watch.members(members.nodes()))
                        .completion(),
                HealthContract.HEALTH_CHANGED
                        .subscribe(bus, conditions::changed)
                        .completion(),
                SupervisionContract.SERVICE_EXITED
                        .subscribe(bus, conditions::ended)
                        .completion(),
                SupervisionContract.SERVICE_RESTARTED
                        .subscribe(bus, conditions::restarted)
                        .completion(),
                SupervisionContract.SERVICE_READY
                        .subscribe(bus, conditions::ready)
                        .completion(),
                NetworkContract.RECOVERIES
                        .serve(bus, q -> Future.succeededFuture(coordination.told()))
                        .completion(),
                coordination.start(),
                NetworkContract.NETWORK_STATE
                        .serve(bus, q -> Future.succeededFuture(watch.told()))
                        .completion(),
                NetworkContract.NETWORK_STATE
                        .serveFor(bus, config.nodeId(), q -> Future.succeededFuture(watch.told()))
                        .completion());
        return Future.all(ready).onSuccess(v -> begin(bus, watch));
    }

    @Override
    public Future<?> stop() {
        return coordination.stop();
    }

    private void begin(EventBus bus, NetworkWatch watch) {
        watch.start(config.settings().targets().stream().map(Watched::of).toList());
        ClusterContract.MEMBERS.call(bus, Empty.EMPTY).onSuccess(members -> watch.members(members.nodes()));
        vertx.setPeriodic(SECOND_MILLIS, t -> watch.forget());
        NetworkConfig.Times lan = config.settings().lanGateway();
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
