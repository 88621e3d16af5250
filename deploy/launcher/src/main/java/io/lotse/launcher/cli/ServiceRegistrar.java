package io.lotse.launcher.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;

/** Speaks to the registry for one instance, and does not give up at the first refusal that will pass. */
final class ServiceRegistrar {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
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

    /** Gets the instance an id and a port. */
    Instance register() {
        Map<String, String> once = RegisterCommand.onceOnly();
        return patiently(() -> mesh.send("POST", Paths.REGISTER, service.beforeStart(), once))
                .as(Instance.class);
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
     * Says that the instance lives.
     *
     * @return silence for so long makes it inactive
     */
    Duration heartbeat(Instance instance) {
        beats++;
        if (beats % BEATS_BETWEEN_LOOKS == 0) {
            mesh.lookAgain();
        }
        String path = Paths.HEARTBEAT + ControlClient.segment(instance.serviceId());
        return mesh.send("POST", path, null, Map.of())
                .header(TIMEOUT_HEADER)
                .map(seconds -> Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000)))
                .orElse(DEFAULT_TIMEOUT);
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
        long end = System.nanoTime() + PATIENCE.toNanos();
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
