package io.lotse.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Registration;
import io.lotse.meshview.ImportedInstances;
import io.lotse.meshview.MeshView;

/** The port-forwards of this node and their instances, which go with it. Lives on one event loop. */
final class Forwards {
    private static final Logger LOG = LoggerFactory.getLogger(Forwards.class);
    private static final long TIDY_MILLIS = 500;
    private static final int STOP_SECONDS = 2;

    private final Vertx vertx;
    private final KubernetesConfig config;
    private final MeshView view;
    private final ImportedInstances instances;
    private final Rounds rounds;
    private final List<Forward> forwards;
    private boolean stopped;

    Forwards(Vertx vertx, KubernetesConfig config, MeshView view, ClusterApi api, ImportedInstances instances) {
        this.vertx = vertx;
        this.config = config;
        this.view = view;
        this.instances = instances;
        this.rounds = new Rounds(vertx, config.pace().gap(), this::make);
        this.forwards = config.wishes().forwards().stream()
                .map(wish -> new Forward(vertx, config, wish, api, this::isHeld, rounds::ask))
                .toList();
    }

    /** Begins; those that an earlier run of the node left are deregistered. */
    void start() {
        forwards.forEach(Forward::look);
        vertx.setPeriodic(TIDY_MILLIS, t -> forwards.forEach(Forward::tidy));
        vertx.setPeriodic(1, config.pace().lookEvery().toMillis(), t -> {
            instances.tryAll();
            rounds.ask();
        });
    }

    /** Closes them, and deregisters their instances, if the registry answers soon. */
    Future<Void> stop() {
        stopped = true;
        forwards.forEach(Forward::stop);
        return instances.make(Map.of()).timeout(STOP_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }

    long leading() {
        return forwards.stream().filter(Forward::leads).count();
    }

    /** Also by an instance that does not listen there at the moment. */
    private boolean isHeld(int port) {
        return view.snapshot().instances().values().stream()
                .anyMatch(i -> i.port() == port
                        && i.protocol() == Protocol.TCP
                        && config.host().equals(i.host())
                        && !i.serviceId().startsWith(config.forwardSource() + ":"));
    }

    private Future<Void> make() {
        if (stopped) {
            return Future.succeededFuture();
        }
        Map<String, Registration> wanted = new LinkedHashMap<>();
        forwards.forEach(f -> f.wanted().ifPresent(r -> wanted.put(r.serviceId(), r)));
        return instances
                .make(wanted)
                .onFailure(e -> LOG.warn(
                        "event=forwards_not_registered reason=\"{}\" next=\"again within {} s\"",
                        e.getMessage(),
                        config.pace().lookEvery().toSeconds()));
    }
}
