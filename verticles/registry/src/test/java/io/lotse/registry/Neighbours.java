package io.lotse.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.BindProbe;
import io.lotse.contracts.host.BindReport;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.host.PortOwner;
import io.lotse.contracts.host.PortOwners;
import io.lotse.contracts.host.PortsQuery;
import io.lotse.contracts.host.Processes;
import io.lotse.contracts.host.ProcessesQuery;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.Candidates;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshView;

/** Allocator and host agent as the registry hears them over the bus; ports in use are set by the test. */
final class Neighbours {
    static final String HOST = "test-host";
    static final int FIRST_PORT = 20_000;
    static final int LAST_PORT = 29_999;
    /** The id of a process that the agent does not see. */
    static final long GONE = 666;

    /** Whose all ports in use are. */
    private static final long PID = 4711;

    private final MeshView view;
    private final List<MessageConsumer<?>> agent = new ArrayList<>();
    private MessageConsumer<?> allocator;
    final Map<Integer, String> inUse = new ConcurrentHashMap<>();
    final List<BindProbe> probes = new CopyOnWriteArrayList<>();
    final List<PortsQuery> looks = new CopyOnWriteArrayList<>();
    /** What happens while the next request for candidates is under way. */
    final AtomicReference<Supplier<Future<?>>> meanwhile = new AtomicReference<>();

    private Neighbours(MeshView view) {
        this.view = view;
    }

    static Neighbours serve(Vertx vertx, MeshView view) {
        Neighbours neighbours = new Neighbours(view);
        neighbours.allocator = PortsContract.CANDIDATES.serve(vertx.eventBus(), neighbours::candidates);
        neighbours.agent.add(HostContract.PROBE.serveFor(vertx.eventBus(), HOST, neighbours::probe));
        neighbours.agent.add(HostContract.OWNERS.serveFor(vertx.eventBus(), HOST, neighbours::owners));
        neighbours.agent.add(HostContract.IDENTIFY.serveFor(vertx.eventBus(), HOST, neighbours::identify));
        return neighbours;
    }

    void silenceTheAgent() {
        agent.forEach(Neighbours::end);
        agent.clear();
    }

    void stop() {
        silenceTheAgent();
        end(allocator);
    }

    private static void end(MessageConsumer<?> consumer) {
        consumer.unregister().toCompletionStage().toCompletableFuture().join();
    }

    private Future<Candidates> candidates(CandidateRequest request) {
        Supplier<Future<?>> first = meanwhile.getAndSet(null);
        return first == null ? found(request) : first.get().compose(done -> found(request));
    }

    private Future<Candidates> found(CandidateRequest request) {
        if (request.port() != null) {
            return Stream.concat(Stream.of(request.space()), request.rivals().stream())
                    .flatMap(space -> view.snapshot().allocation(space, request.protocol(), request.port()).stream())
                    .findFirst()
                    .map(held -> Future.<Candidates>failedFuture(
                            new ContractException(ProblemCode.PORT_TAKEN, "held by " + held.serviceId())))
                    .orElseGet(() -> Future.succeededFuture(new Candidates(List.of(request.port()))));
        }
        List<Integer> ports = new ArrayList<>();
        if (request.preferredPort() != null && isFree(request, request.preferredPort())) {
            ports.add(request.preferredPort());
        }
        IntStream.rangeClosed(FIRST_PORT, LAST_PORT)
                .filter(port -> isFree(request, port) && !ports.contains(port))
                .limit(request.limit() - ports.size())
                .forEach(ports::add);
        return Future.succeededFuture(new Candidates(ports, mayBeMoved(request)));
    }

    private String mayBeMoved(CandidateRequest request) {
        return Optional.ofNullable(request.preferredPort())
                .flatMap(port -> view.snapshot().allocation(request.space(), request.protocol(), port))
                .flatMap(held -> view.snapshot().instance(held.serviceId()))
                .filter(holder -> holder.priority() < request.priority())
                .map(Instance::serviceId)
                .orElse(null);
    }

    private boolean isFree(CandidateRequest request, int port) {
        return Stream.concat(Stream.of(request.space()), request.rivals().stream())
                .noneMatch(space ->
                        view.snapshot().takenPorts(space, request.protocol()).contains(port));
    }

    private Future<BindReport> probe(BindProbe probe) {
        probes.add(probe);
        List<Integer> bindable = probe.ports().stream()
                .filter(port -> !inUse.containsKey(port))
                .limit(probe.enough())
                .toList();
        List<Listener> taken = probe.ports().stream()
                .filter(inUse::containsKey)
                .map(port -> listener(probe.protocol(), port))
                .toList();
        return Future.succeededFuture(new BindReport(bindable, taken));
    }

    private Future<PortOwners> owners(PortsQuery query) {
        looks.add(query);
        return Future.succeededFuture(new PortOwners(query.ports().stream()
                .filter(inUse::containsKey)
                .map(port -> new PortOwner(port, List.of(process(PID))))
                .toList()));
    }

    private Future<Processes> identify(ProcessesQuery query) {
        if (query.pids().contains(GONE)) {
            return Future.failedFuture(new ContractException(ProblemCode.UNKNOWN_PROCESS, "no process " + GONE));
        }
        return Future.succeededFuture(
                new Processes(query.pids().stream().map(Neighbours::process).toList()));
    }

    private static OwnerProcess process(long pid) {
        return new OwnerProcess(pid, Instant.EPOCH, "mark-" + pid);
    }

    private Listener listener(Protocol protocol, int port) {
        return new Listener("0.0.0.0", protocol, port, PID, inUse.get(port), "root", null);
    }
}
