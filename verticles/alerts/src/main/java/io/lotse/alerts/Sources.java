package io.lotse.alerts;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.verdicts.VerdictsContract;

/**
 * All that is known to be wrong. What is told on the bus only says when to look: it may be lost, and a successor did not
 * hear it.
 */
final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final EventBus bus;
    private final Clock clock;
    private final NodeSource nodes = new NodeSource();
    private final NetworkSource network;
    private final CircuitSource circuits = new CircuitSource();
    private final ExternalSource external = new ExternalSource();
    private final List<Source> all;

    Sources(EventBus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
        this.network = new NetworkSource(bus);
        this.all = List.of(
                new InstanceSource(bus),
                nodes,
                network,
                new ThresholdSource(bus),
                new VerdictSource(bus),
                circuits,
                external);
    }

    /** @param changed told whenever it may be worth while to look */
    Future<?> start(Runnable changed) {
        return Future.all(List.of(
                ClusterContract.NODE_STOPPING.subscribe(bus, nodes::stopping).completion(),
                ClusterContract.MEMBER_LEFT
                        .subscribe(bus, node -> {
                            nodes.left(node, clock.instant());
                            changed.run();
                        })
                        .completion(),
                GatewayContract.CIRCUIT_CHANGED
                        .subscribe(bus, change -> circuits.changed(change, clock.instant()))
                        .completion(),
                AlertsContract.ALERTS_POSTED
                        .subscribe(bus, posted -> {
                            external.posted(posted, clock.instant());
                            changed.run();
                        })
                        .completion(),
                NetworkContract.CONNECTIVITY_CHANGED
                        .subscribe(bus, change -> {
                            network.changed();
                            changed.run();
                        })
                        .completion(),
                NetworkContract.OUTAGE_BEGAN
                        .subscribe(bus, outage -> {
                            network.changed();
                            changed.run();
                        })
                        .completion(),
                NetworkContract.OUTAGE_ENDED
                        .subscribe(bus, outage -> {
                            network.changed();
                            changed.run();
                        })
                        .completion(),
                HealthContract.HEALTH_CHANGED.subscribe(bus, c -> changed.run()).completion(),
                HealthContract.THRESHOLD_CROSSED
                        .subscribe(bus, c -> changed.run())
                        .completion(),
                VerdictsContract.VERDICT_REACHED
                        .subscribe(bus, c -> changed.run())
                        .completion(),
                VerdictsContract.VERDICT_ENDED
                        .subscribe(bus, c -> changed.run())
                        .completion()));
    }

    /** What is known now; a source that fails knows nothing, and what it told before goes on. */
    Future<Evidence> look(Moment moment) {
        Map<AlertKind, Future<Evidence>> asked = new EnumMap<>(AlertKind.class);
        all.forEach(source -> asked.put(source.kind(), ask(source, moment)));
        return Future.all(List.copyOf(asked.values())).map(done -> {
            List<Condition> holding = new ArrayList<>();
            asked.values().forEach(evidence -> holding.addAll(evidence.result().holding()));
            return new Evidence(holding, alert -> isUnsure(asked, alert));
        });
    }

    private static boolean isUnsure(Map<AlertKind, Future<Evidence>> asked, StoredAlert alert) {
        Future<Evidence> evidence = asked.get(alert.kind());
        return evidence == null || evidence.result().unsure().test(alert);
    }

    private static Future<Evidence> ask(Source source, Moment moment) {
        Future<Evidence> asked;
        try {
            asked = source.look(moment);
        } catch (RuntimeException e) {
            asked = Future.failedFuture(e);
        }
        return asked.otherwise(e -> {
            LOG.debug("event=source_silent kind={} reason=\"{}\"", source.kind().wireName(), e.getMessage());
            return Evidence.none();
        });
    }
}
