package io.lotse.supervisor;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.network.AxisChange;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Reachability;

/**
 * What of the network is out, as the connection monitor of this very node sees it; nothing is where there is none. Touched
 * by the supervisor's event loop only.
 */
final class Outages {
    private static final long ASK_EVERY_MILLIS = 5_000;

    private final Vertx vertx;
    private final EventBus bus;
    private final String node;
    private final Set<NetworkAxis> out = EnumSet.noneOf(NetworkAxis.class);

    Outages(Vertx vertx, String node) {
        this.vertx = vertx;
        this.bus = vertx.eventBus();
        this.node = node;
    }

    /** Hears of them from now on. */
    Future<Void> start() {
        // what holds services up must not be believed for long where its end was not heard
        vertx.setPeriodic(1, ASK_EVERY_MILLIS, t -> ask());
        return NetworkContract.AXIS_CHANGED.subscribe(bus, this::changed).completion();
    }

    /** The first of these that is out; empty if none is. */
    Optional<NetworkAxis> among(Collection<NetworkAxis> axes) {
        return axes.stream().filter(out::contains).findFirst();
    }

    private void changed(AxisChange change) {
        if (!change.node().equals(node)) {
            return;
        }
        if (change.state() == Reachability.OFFLINE) {
            out.add(change.axis());
        } else {
            out.remove(change.axis());
        }
    }

    private void ask() {
        NetworkContract.NETWORK_STATE.call(bus, Empty.EMPTY).onComplete(answer -> {
            out.clear();
            // the nearest that answers is another node where this one has no monitor
            if (answer.succeeded() && answer.result().node().equals(node)) {
                take(answer.result());
            }
        });
    }

    private void take(NetworkState state) {
        state.axes().stream()
                .filter(axis -> axis.state() == Reachability.OFFLINE)
                .forEach(axis -> out.add(axis.axis()));
    }
}
