package io.lotse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.Listeners;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Allocated ports, and who has a port. */
final class PortHandlers {
    private static final int DEFAULT_LIMIT = 100;

    private final EventBus bus;
    private final MeshView view;
    private final InstanceQueries queries;
    private final Answers answers;
    private final String ownHost;

    private record PortUse(
            int port,
            Protocol protocol,
            String host,
            String summary,
            Allocation allocation,
            Instance instance,
            List<Listener> listeners) {}

    PortHandlers(EventBus bus, MeshView view, InstanceQueries queries, Answers answers, String ownHost) {
        this.bus = bus;
        this.view = view;
        this.queries = queries;
        this.answers = answers;
        this.ownHost = ownHost;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("ports", this::list, "port", this::one);
    }

    private Future<?> list(ApiRequest request) {
        int limit = request.number("limit") == null ? DEFAULT_LIMIT : request.number("limit");
        String space = request.text("space");
        String prefix = LedgerKeys.ALLOCATIONS + (space == null ? "" : space + "/");
        String cursor = request.text("cursor");
        String from = cursor == null ? prefix : LedgerKeys.ALLOCATIONS + cursor + "\0";
        SortedMap<String, Allocation> rest = view.snapshot().allocations().tailMap(from);
        List<Allocation> items = new ArrayList<>();
        String last = null;
        for (Map.Entry<String, Allocation> entry : rest.entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (items.size() == limit) {
                return page(request, items, last.substring(LedgerKeys.ALLOCATIONS.length()));
            }
            items.add(entry.getValue());
            last = entry.getKey();
        }
        return page(request, items, null);
    }

    private Future<Void> page(ApiRequest request, List<Allocation> items, String next) {
        return answers.read(request.http(), new Page<>(items, next));
    }

    private Future<?> one(ApiRequest request) {
        int port = request.number("port");
        Protocol protocol = Protocol.UDP.wireName().equals(request.text("protocol")) ? Protocol.UDP : Protocol.TCP;
        String host = request.text("host") == null ? ownHost : request.text("host");
        return HostContract.LISTENERS
                .callFor(bus, host, new ListenerQuery(protocol, port))
                .map(Listeners::listeners)
                .otherwise((List<Listener>) null)
                .compose(listeners -> answers.read(request.http(), use(port, protocol, host, listeners)));
    }

    private PortUse use(int port, Protocol protocol, String host, List<Listener> listeners) {
        MeshSnapshot snapshot = view.snapshot();
        Allocation allocation = snapshot.allocation(host, protocol, port).orElse(null);
        Instance instance = allocation == null
                ? null
                : snapshot.instance(allocation.serviceId()).map(queries::shown).orElse(null);
        String summary = port + "/" + protocol.wireName() + " on " + host + " is " + holder(allocation, instance) + "; "
                + listening(listeners);
        return new PortUse(port, protocol, host, summary, allocation, instance, listeners);
    }

    private static String holder(Allocation allocation, Instance instance) {
        if (allocation == null) {
            return "free in the mesh";
        }
        return "held by " + allocation.serviceId() + (instance == null ? "" : " of service " + instance.serviceName());
    }

    private static String listening(List<Listener> listeners) {
        if (listeners == null) {
            return "the host's agent does not answer, so it is not known who listens there";
        }
        if (listeners.isEmpty()) {
            return "nobody listens there";
        }
        return listeners.stream().map(Listener::owner).distinct().collect(Collectors.joining(", ")) + " listens there";
    }
}
