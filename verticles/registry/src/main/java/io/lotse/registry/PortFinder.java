package io.lotse.registry;

import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Registration;

/** Finds ports that may be given and can be bound: asks the allocator, then the host's agent. */
final class PortFinder {
    private static final int FIRST_LIMIT = 32;
    private static final int MORE = 8;
    private static final int MAX_LIMIT = 65_535;
    private static final int FIRST_ENOUGH = 8;
    private static final int MAX_ENOUGH = 256;

    private final EventBus bus;
    private final HostAgents agents;

    PortFinder(EventBus bus, HostAgents agents) {
        this.bus = bus;
        this.agents = agents;
    }

    /**
     * Ports to claim one of.
     *
     * @param ports in the order of preference, at least one
     * @param verified whether the host's agent saw that they are as they should be
     */
    record Found(List<Integer> ports, boolean verified) {}

    /**
     * Finds some ports, or the one that the registration brings.
     *
     * @param round how often rivals took all ports that were found: the more, the more are looked for
     * @return fails as {@link PortsContract#CANDIDATES}, with {@link ProblemCode#HOST_UNREACHABLE}, or with
     *     {@link ProblemCode#PORT_TAKEN} or {@link ProblemCode#NO_FREE_PORT} where other processes hold the ports
     */
    Future<Found> find(Registration r, String ip, Placement place, int round) {
        if (r.port() != null) {
            return candidates(r, place, 1).compose(own -> agents.listens(place, r.protocol(), r.port())
                    .map(listens -> new Found(own, listens)));
        }
        int enough = Math.min(FIRST_ENOUGH << round, MAX_ENOUGH);
        return search(r, ip, place, Math.max(FIRST_LIMIT, enough), enough);
    }

    /** Where none of the first ports can be bound, looks at more and more of them. */
    private Future<Found> search(Registration r, String ip, Placement place, int limit, int enough) {
        return candidates(r, place, limit).compose(ports -> agents.probe(place, ip, r.protocol(), ports, enough)
                .compose(seen -> {
                    List<Integer> bindable = seen.report().bindable();
                    if (!bindable.isEmpty()) {
                        return Future.succeededFuture(new Found(bindable, seen.verified()));
                    }
                    if (ports.size() < limit || limit == MAX_LIMIT) {
                        return Future.failedFuture(
                                held(r, place, ports, seen.report().taken()));
                    }
                    return search(r, ip, place, Math.min(limit * MORE, MAX_LIMIT), enough);
                }));
    }

    private Future<List<Integer>> candidates(Registration r, Placement place, int limit) {
        CandidateRequest request = new CandidateRequest(
                place.host(),
                r.protocol(),
                r.environment(),
                r.serviceType(),
                r.port(),
                r.preferredPort(),
                r.portRange(),
                limit);
        return PortsContract.CANDIDATES.call(bus, request).map(c -> c.ports());
    }

    private static ContractException held(Registration r, Placement place, List<Integer> ports, List<Listener> taken) {
        if (ports.equals(listOf(r.preferredPort()))) {
            String owner = taken.isEmpty() ? "another process" : taken.get(0).owner();
            String message = "port " + r.preferredPort() + "/" + r.protocol().wireName() + " on " + place.host()
                    + " is in use by " + owner + ": end that process, or wish another port";
            return new ContractException(
                    ProblemCode.PORT_TAKEN, message, List.of(new FieldError("preferred_port", message)));
        }
        return new ContractException(
                ProblemCode.NO_FREE_PORT,
                "none of the " + ports.size() + " ports from " + ports.get(0) + " on that are not allocated on "
                        + place.host() + " can be bound: other processes hold them; give another port_range");
    }

    private static List<Integer> listOf(Integer port) {
        return port == null ? List.of() : List.of(port);
    }
}
