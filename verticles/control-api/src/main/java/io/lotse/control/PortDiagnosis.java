package io.lotse.control;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.ForeignListeners;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.PortFacts;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.host.SocketQuery;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.HostPorts;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Explains one port, and looks for what is wrong with all of a host: what the mesh knows, joined with what its agent sees. */
final class PortDiagnosis {
    private final EventBus bus;
    private final MeshView view;
    private final InstanceQueries queries;
    private final Answers answers;
    private final MemberWatch members;
    private final String ownHost;
    private final Clock clock;

    /** What is answered of a port. */
    private record PortUse(
            int port,
            Protocol protocol,
            String host,
            String summary,
            Allocation allocation,
            Instance instance,
            List<Listener> listeners,
            PortFacts facts,
            List<Tenancy> history,
            List<PortReason> reasons,
            Remedy remedy) {}

    PortDiagnosis(
            EventBus bus,
            MeshView view,
            InstanceQueries queries,
            Answers answers,
            MemberWatch members,
            String ownHost,
            Clock clock) {
        this.bus = bus;
        this.view = view;
        this.queries = queries;
        this.answers = answers;
        this.members = members;
        this.ownHost = ownHost;
        this.clock = clock;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("port", this::one, "ports_check", this::check, "foreign_listeners", this::foreign);
    }

    private String host(ApiRequest request) {
        return request.text("host") == null ? ownHost : request.text("host");
    }

    private Future<?> one(ApiRequest request) {
        int port = request.number("port");
        Protocol protocol = Protocol.UDP.wireName().equals(request.text("protocol")) ? Protocol.UDP : Protocol.TCP;
        String host = host(request);
        Future<PortFacts> facts = HostContract.PORT
                .callFor(bus, host, new ListenerQuery(protocol, port))
                .otherwise((PortFacts) null);
        Future<ForeignListeners> foreign =
                HostContract.FOREIGN.callFor(bus, host, Empty.EMPTY).otherwise((ForeignListeners) null);
        return Future.all(facts, foreign).compose(all -> {
            PortPicture picture = picture(port, protocol, host, facts.result(), foreign.result());
            return answers.read(request.http(), use(picture));
        });
    }

    private PortPicture picture(int port, Protocol protocol, String host, PortFacts facts, ForeignListeners foreign) {
        MeshSnapshot snapshot = view.snapshot();
        Allocation allocation = HostPorts.allocations(snapshot, host, protocol, port).stream()
                .findFirst()
                .orElse(null);
        Instance instance = allocation == null
                ? null
                : snapshot.instance(allocation.serviceId()).map(queries::shown).orElse(null);
        ForeignListener stranger = foreign == null || facts == null
                ? null
                : foreign.listeners().stream()
                        .filter(f -> f.listener().port() == port && f.listener().protocol() == protocol)
                        .findFirst()
                        .orElse(null);
        List<Tenancy> history = HostPorts.history(snapshot, host, protocol, port)
                .map(PortHistory::tenancies)
                .orElse(List.of());
        boolean own = host.equals(ownHost);
        return new PortPicture(
                port,
                protocol,
                host,
                own,
                allocation,
                instance,
                facts,
                stranger,
                history,
                configs(snapshot),
                keptByKernel(host, snapshot),
                members.members().nodes(),
                clock.instant());
    }

    private static List<EnvironmentConfig> configs(MeshSnapshot snapshot) {
        return snapshot.environments().stream()
                .map(environment -> snapshot.config(environment.name()).config())
                .toList();
    }

    private static List<PortRange> keptByKernel(String host, MeshSnapshot snapshot) {
        return snapshot.host(host).map(HostFacts::kernelReserved).orElse(List.of());
    }

    private static PortUse use(PortPicture p) {
        List<Listener> listeners = p.facts() == null
                ? null
                : p.takers().stream().map(s -> listener(s, p.port())).toList();
        String summary = p.port() + "/" + p.protocol().wireName() + " on " + p.host() + " is "
                + holder(p.allocation(), p.instance()) + "; " + listening(listeners);
        return new PortUse(
                p.port(),
                p.protocol(),
                p.host(),
                summary,
                p.allocation(),
                p.instance(),
                listeners,
                p.facts(),
                p.history(),
                PortExplainer.reasons(p),
                PortExplainer.remedy(p));
    }

    private static Listener listener(PortSocket s, int port) {
        return new Listener(s.address(), s.protocol(), port, s.pid(), s.command(), s.user(), s.since());
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

    private Future<?> foreign(ApiRequest request) {
        String host = host(request);
        return HostContract.FOREIGN
                .callFor(bus, host, Empty.EMPTY)
                .recover(e -> Future.failedFuture(HostHandlers.unanswered(e, host)))
                .compose(foreign -> Answers.json(request.http(), foreign));
    }

    private Future<?> check(ApiRequest request) {
        String host = host(request);
        Future<HostSockets> sockets =
                HostContract.SOCKETS.callFor(bus, host, new SocketQuery(null, SocketQuery.MAX_LIMIT));
        Future<ForeignListeners> foreign = HostContract.FOREIGN.callFor(bus, host, Empty.EMPTY);
        Future<HostFacts> facts = HostContract.FACTS.callFor(bus, host, Empty.EMPTY);
        return Future.all(sockets, foreign, facts)
                .recover(e -> Future.failedFuture(HostHandlers.unanswered(e, host)))
                .compose(all -> {
                    MeshSnapshot snapshot = view.snapshot();
                    return answers.read(
                            request.http(),
                            new PortCheck(host, snapshot, sockets.result())
                                    .nodes(members.members().nodes())
                                    .allocations(snapshot.allocations().values())
                                    .foreign(foreign.result().listeners())
                                    .ephemeral(facts.result())
                                    .report());
                });
    }
}
