package io.lotse.observer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ProcessQuery;
import io.lotse.contracts.host.SocketQuery;
import io.lotse.contracts.metrics.LoadReport;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.ProcessUse;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshView;

/** Asks the agent of the own host how busy the host is and the processes that listen for its instances, and tells all nodes. */
final class LoadWatch {
    /** Processes that are asked for in one round. */
    private static final int MOST_PROCESSES = 500;

    private final ObserverConfig config;
    private final EventBus bus;
    private final MeshView view;
    private final Supplier<Shares> shares;
    private final Clock clock;
    private boolean underWay;

    LoadWatch(ObserverConfig config, EventBus bus, MeshView view, Supplier<Shares> shares, Clock clock) {
        this.config = config;
        this.bus = bus;
        this.view = view;
        this.shares = shares;
        this.clock = clock;
    }

    /** One round, unless the one before goes on still. Where the host has no agent nothing is told. */
    void look() {
        if (underWay) {
            return;
        }
        underWay = true;
        Future<HostLoad> host = HostContract.HOST_LOAD.callFor(bus, config.host(), Empty.EMPTY);
        host.compose(load -> processes().map(uses -> new LoadReport(config.node(), clock.instant(), load, uses)))
                .onSuccess(report -> MetricsContract.LOAD_MEASURED.publish(bus, report))
                .onComplete(done -> underWay = false);
    }

    private Future<List<ProcessUse>> processes() {
        List<Instance> looked = view.snapshot().instances().values().stream()
                .filter(i -> i.port() > 0
                        && config.host().equals(i.host())
                        && shares.get().mineOfHost(i.serviceId()))
                .limit(MOST_PROCESSES)
                .toList();
        if (looked.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return HostContract.SOCKETS
                .callFor(bus, config.host(), new SocketQuery(null, SocketQuery.MAX_LIMIT))
                .compose(sockets -> uses(looked, sockets.listeners()))
                .otherwise(List.of());
    }

    private Future<List<ProcessUse>> uses(List<Instance> instances, List<Listener> listeners) {
        Map<String, Long> pids = new HashMap<>();
        listeners.stream().filter(l -> l.pid() != null).forEach(l -> pids.put(l.protocol() + ":" + l.port(), l.pid()));
        List<Future<ProcessUse>> asked = new ArrayList<>();
        for (Instance instance : instances) {
            Long pid = pids.get(instance.protocol() + ":" + instance.port());
            if (pid != null) {
                asked.add(use(instance, pid));
            }
        }
        return Future.all(asked).map(all -> asked.stream()
                .map(Future::result)
                .filter(Objects::nonNull)
                .toList());
    }

    /** Null for a process that has gone. */
    private Future<ProcessUse> use(Instance instance, long pid) {
        return HostContract.PROCESS_LOAD
                .callFor(bus, config.host(), new ProcessQuery(pid))
                .map(load -> new ProcessUse(
                        instance.serviceName(), instance.serviceId(), load.cpuShare(), load.residentBytes()))
                .otherwiseEmpty();
    }
}
