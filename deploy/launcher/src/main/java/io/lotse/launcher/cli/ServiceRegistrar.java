package io.lotse.launcher.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Offer;
import io.lotse.contracts.registry.ProcessReport;

/** Speaks to the registry for one instance, and does not give up at the first refusal that will pass. */
final class ServiceRegistrar {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of an instance that does not run until there is an answer. */
    private static final Duration PATIENCE_OF_A_STOPPED = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final int BEATS_BETWEEN_LOOKS = 5;
    private static final String TIMEOUT_HEADER = "Lotse-Heartbeat-Timeout";
    private static final Set<ProblemCode> PASSING =
            Set.of(ProblemCode.NOT_READY, ProblemCode.LEDGER_UNAVAILABLE, ProblemCode.OUTCOME_UNKNOWN);

    private final MeshClient mesh;
    private final ServiceOptions service;
    private int beats;

    ServiceRegistrar(MeshClient mesh, ServiceOptions service) {
        this.mesh = mesh;
        this.service = service;
    }

    String serviceName() {
        return service.name();
    }

    /** The node that answered last. */
    URI node() {
        return mesh.node();
    }

    /** Whether an environment keeps the rules of development; false where no node can tell. */
    boolean isDevelopment(String environment) {
        for (EnvironmentKind kind : EnvironmentKind.values()) {
            if (kind.wireName().equals(environment)) {
                return kind == EnvironmentKind.DEVELOPMENT;
            }
        }
        try {
            String path = Paths.ENVIRONMENTS + "/" + ControlClient.segment(environment);
            return mesh.send("GET", path, null, Map.of())
                            .as(EnvironmentState.class)
                            .environment()
                            .kind()
                    == EnvironmentKind.DEVELOPMENT;
        } catch (Problem | Unreachable e) {
            return false;
        }
    }

    /** Gets the instance an id and a port. */
    Instance register() {
        Map<String, String> once = RegisterCommand.onceOnly();
        return patiently(() -> mesh.send("POST", Paths.REGISTER, service.beforeStart(), once))
                .as(Instance.class);
    }

    /** Where the instance could listen. */
    Offer offer() {
        return patiently(() -> mesh.send("POST", Paths.OFFER, service.beforeStart(), Map.of()))
                .as(Offer.class);
    }

    /** Whether it was told to have this port and no other. */
    boolean insistsOn(int port) {
        return service.insistsOn(port);
    }

    /** Whether its wish is none of what is offered. */
    boolean wishesOtherThan(Offer offer) {
        Integer wish = service.beforeStart().preferredPort();
        return wish != null && !offer.ports().contains(wish);
    }

    /** Registers the instance with a port that is bound for it. */
    Instance registerBound(String address, int port) {
        Map<String, String> once = RegisterCommand.onceOnly();
        return patiently(() -> mesh.send("POST", Paths.REGISTER, service.bound(address, port), once))
                .as(Instance.class);
    }

    /**
     * Says which processes of this host own the instance, for the host's agent to free its port once they are gone.
     *
     * @return whether it need not be said again: it was heard, or nobody can make use of it
     */
    boolean report(Instance instance, List<Long> pids) {
        return report(instance, pids, false);
    }

    /** Says that the instance's command ended and will be started again. */
    void down(Instance instance, List<Long> pids) {
        report(instance, pids, true);
    }

    private boolean report(Instance instance, List<Long> pids, boolean down) {
        if (!OwnHost.isAt(mesh.node())) {
            return true;
        }
        ProcessReport report = new ProcessReport(
                instance.serviceId(), pids, down, OwnHost.countsProcesses().orElse(null));
        try {
            mesh.send("PUT", Paths.PROCESSES + ControlClient.segment(instance.serviceId()), report, Map.of());
            return true;
        } catch (Problem e) {
            return PASSING.stream().noneMatch(e::is);
        } catch (Unreachable e) {
            return false;
        }
    }

    /** Registers the instance again that the mesh has forgotten and that listens still. */
    void registerAgain(Instance known) {
        // who does not know it may be of another mesh, at the address where a node of this one was
        mesh.lookAgain();
        mesh.send(
                "POST",
                Paths.REGISTER,
                service.again(known.serviceId(), known.ipAddress(), known.port()),
                RegisterCommand.onceOnly());
    }

    /**
     * What the mesh says to a heartbeat.
     *
     * @param timeout silence for so long makes the instance inactive
     * @param leave the port that it is asked to leave; empty for none
     * @param moveTo the port that became its own beside the one it has; empty for none
     * @param lapsed the port that it had asked for and will not get; empty for none
     */
    record Heard(Duration timeout, Optional<Integer> leave, Optional<Integer> moveTo, Optional<Integer> lapsed) {}

    /** Says that the instance lives. */
    Heard heartbeat(Instance instance) {
        beats++;
        if (beats % BEATS_BETWEEN_LOOKS == 0) {
            mesh.lookAgain();
        }
        String path = Paths.HEARTBEAT + ControlClient.segment(instance.serviceId());
        ControlClient.Answer answer = mesh.send("POST", path, null, Map.of());
        Duration timeout = answer.header(TIMEOUT_HEADER)
                .map(seconds -> Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000)))
                .orElse(DEFAULT_TIMEOUT);
        return new Heard(
                timeout,
                answer.header("Lotse-Leave-Port").map(Integer::valueOf),
                answer.header("Lotse-Move-To-Port").map(Integer::valueOf),
                answer.header("Lotse-Reassignment-Lapsed").map(Integer::valueOf));
    }

    /** Who asks an instance to leave a port; empty if nobody does, or no node can tell. */
    Optional<Reassignment> reassignment(Instance holder, int port) {
        String query = ControlClient.query(Map.of("service_id", holder.serviceId()));
        try {
            return mesh
                    .send("GET", Paths.REASSIGNMENTS + query, null, Map.of())
                    .as(ReassignmentPage.class)
                    .items()
                    .stream()
                    .filter(asked -> asked.port() == port)
                    .findFirst();
        } catch (Problem | Unreachable e) {
            return Optional.empty();
        }
    }

    /** The reassignments that an instance has to do with. */
    record ReassignmentPage(List<Reassignment> items) {}

    /**
     * Says that the instance left the port it was asked to leave.
     *
     * @param key makes one step of what is said again after an answer was lost
     * @return where it is to go
     */
    Instance left(Instance holder, String key) {
        return step(holder, "confirm", key);
    }

    /**
     * Says that the instance listens at the port that it had asked for.
     *
     * @param key makes one step of what is said again after an answer was lost
     */
    void moved(Instance asker, String key) {
        step(asker, "complete", key);
    }

    private Instance step(Instance instance, String step, String key) {
        String path = Paths.REASSIGNMENTS + "/" + ControlClient.segment(instance.serviceId()) + "/" + step;
        return patiently(() -> mesh.send("POST", path, null, Map.of("Idempotency-Key", key)), PATIENCE_OF_A_STOPPED)
                .as(Instance.class);
    }

    /** Forgets the instance, if it is known at all. */
    void deregister(Instance instance) {
        Map<String, String> once = RegisterCommand.onceOnly();
        try {
            patiently(() -> mesh.send("POST", Paths.DEREGISTER, new Deregistration(instance.serviceId(), null), once));
        } catch (Problem e) {
            if (!e.is(ProblemCode.UNKNOWN_INSTANCE)) {
                throw e;
            }
        }
    }

    /** A request that is done once however often it is asked. */
    private interface Request {
        ControlClient.Answer send();
    }

    private static ControlClient.Answer patiently(Request request) {
        return patiently(request, PATIENCE);
    }

    private static ControlClient.Answer patiently(Request request, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return request.send();
            } catch (Problem e) {
                if (PASSING.stream().noneMatch(e::is) || System.nanoTime() > end) {
                    throw e;
                }
            } catch (Unreachable e) {
                if (!e.sent() || System.nanoTime() > end) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }
}
