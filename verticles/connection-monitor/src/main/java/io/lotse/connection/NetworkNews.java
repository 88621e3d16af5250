package io.lotse.connection;

import java.time.Duration;
import java.util.function.Consumer;

import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.network.AxisChange;
import io.lotse.contracts.network.ConnectivityChange;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.Outage;

/** Tells every change as an event and as a line of the log. */
final class NetworkNews {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkNews.class);

    private final ConnectionMonitorConfig config;
    private final EventBus bus;
    private final Consumer<Outage> ended;

    /** @param ended is told each outage that has ended */
    NetworkNews(ConnectionMonitorConfig config, EventBus bus, Consumer<Outage> ended) {
        this.config = config;
        this.bus = bus;
        this.ended = ended;
    }

    /** A target changed. */
    void target(TargetWatch.Change change) {
        connectivity(change.target(), change.before(), change.now(), change.detail());
    }

    /** The network as a whole changed. */
    void whole(Connectivity before, Connectivity now, String detail) {
        connectivity(null, before, now, detail);
    }

    void axis(Axes.Turn turn) {
        Duration lasted = lasted(turn.before(), turn.now());
        LOG.info(
                "event=network_axis_changed axis={} state={} before={} lasted_s={} detail=\"{}\"",
                turn.axis().wireName(),
                turn.now().reachability().wireName(),
                turn.before().reachability().wireName(),
                lasted.toSeconds(),
                turn.detail());
        NetworkContract.AXIS_CHANGED.publish(
                bus,
                new AxisChange(
                        config.nodeId(),
                        config.node(),
                        turn.axis(),
                        turn.before().reachability(),
                        lasted,
                        turn.now().reachability(),
                        turn.detail(),
                        turn.now().since()));
    }

    /** Tells the beginning and the end of an outage, and nothing in between. */
    void outage(Calm before, Calm now) {
        if (before instanceof Calm.Quiet && now instanceof Calm.Out out) {
            Outage outage = out.outage();
            LOG.warn(
                    "event=network_outage_began outage={} axes={} detail=\"{}\"",
                    outage.id(),
                    outage.axes().stream().map(NetworkAxis::wireName).toList(),
                    outage.detail());
            NetworkContract.OUTAGE_BEGAN.publish(bus, outage);
        } else if (before instanceof Calm.Out && now instanceof Calm.Quiet quiet) {
            Outage outage = quiet.last();
            LOG.info(
                    "event=network_outage_ended outage={} axes={} lasted_s={}",
                    outage.id(),
                    outage.axes().stream().map(NetworkAxis::wireName).toList(),
                    Duration.between(outage.beganAt(), outage.endedAt()).toSeconds());
            NetworkContract.OUTAGE_ENDED.publish(bus, outage);
            ended.accept(outage);
        }
    }

    private void connectivity(String target, Connectivity before, Connectivity now, String detail) {
        Duration lasted = lasted(before, now);
        LOG.info(
                "event=connectivity_changed target={} state={} before={} lasted_s={} detail=\"{}\"",
                target == null ? "network" : target,
                now.reachability().wireName(),
                before.reachability().wireName(),
                lasted.toSeconds(),
                detail);
        NetworkContract.CONNECTIVITY_CHANGED.publish(
                bus,
                new ConnectivityChange(
                        config.nodeId(),
                        config.node(),
                        target,
                        before.reachability(),
                        lasted,
                        now.reachability(),
                        detail,
                        now.since()));
    }

    private static Duration lasted(Connectivity before, Connectivity now) {
        return Duration.between(before.since(), now.since());
    }
}
