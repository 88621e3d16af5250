package io.lotse.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.host.PortOwner;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.Candidates;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Registration;
import io.lotse.meshview.Placement;

/**
 * Finds ports that may be given and can be bound: asks the allocator, then the host's agent. Registrations that run at
 * the same time on this node are shown different ports, so that they need not find out in the ledger that another was
 * faster; what other nodes do at the same time, the ledger decides.
 */
final class PortFinder {
    private static final int FIRST_WINDOW = 4;
    private static final int WIDER = 8;
    private static final int FIRST_ENOUGH = 2;
    private static final int MAX_ENOUGH = 256;

    private final EventBus bus;
    private final HostAgents agents;
    /** What is shown to registrations that have not come to their end yet, as keys of allocations. */
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    /** How many ports the searches may take that wait for their candidates. */
    private final AtomicInteger expected = new AtomicInteger();

    PortFinder(EventBus bus, HostAgents agents) {
        this.bus = bus;
        this.agents = agents;
    }

    /**
     * Ports to claim one of.
     *
     * @param ports in the order of preference, at least one
     * @param verified whether the host's agent saw that they are as they should be
     * @param mayBeMoved the id of the instance that holds the wished port and may be asked to leave it; null for none
     * @param owners the processes that listen at the port already; empty where they are not known, or none does
     * @param done to be run when the registration has come to its end: others may be shown these ports again
     */
    record Found(List<Integer> ports, boolean verified, String mayBeMoved, List<OwnerProcess> owners, Runnable done) {}

    /** For ports that registrations bring which are made together. */
    OwnPorts broughtBy(List<Registration> together) {
        return new OwnPorts(agents, together);
    }

    /** Finds ports for a single registration, as {@link #find(Registration, Placement, OwnPorts, int)} does. */
    Future<Found> find(Registration r, Placement place, int round) {
        return find(r, place, broughtBy(List.of(r)), round);
    }

    /**
     * Finds some ports, or the one that the registration brings.
     *
     * @param own who listens at the ports that are brought
     * @param round how often rivals took all ports that were found: the more, the more are looked for
     * @return fails as {@link PortsContract#CANDIDATES}, with {@link ProblemCode#HOST_UNREACHABLE}, or with
     *     {@link ProblemCode#PORT_TAKEN} or {@link ProblemCode#NO_FREE_PORT} where other processes hold the ports
     */
    Future<Found> find(Registration r, Placement place, OwnPorts own, int round) {
        if (r.port() != null) {
            return candidates(r, place, 1).compose(brought -> own.at(place, r)
                    .map(owner -> new Found(
                            brought.ports(),
                            owner.isPresent(),
                            null,
                            owner.map(PortOwner::processes).orElse(List.of()),
                            () -> {})));
        }
        int enough = Math.min(FIRST_ENOUGH << round, MAX_ENOUGH);
        return new Search(r, place, enough).next(Math.max(FIRST_WINDOW, enough));
    }

    /** One registration's way through the candidates, in windows that grow while nothing can be bound. */
    private final class Search {
        private final Registration r;
        private final Placement place;
        private final int enough;
        private final Set<Integer> tried = new LinkedHashSet<>();
        private final List<Listener> holders = new ArrayList<>();

        Search(Registration r, Placement place, int enough) {
            this.r = r;
            this.place = place;
            this.enough = enough;
        }

        Future<Found> next(int window) {
            int others = shown.size() + expected.getAndAdd(window);
            int limit = Math.min(tried.size() + others + window, PortRange.MAX_PORT);
            Future<Candidates> candidates = candidates(r, place, limit);
            return candidates.onComplete(done -> expected.addAndGet(-window)).compose(found -> {
                List<Integer> untried = found.ports().stream()
                        .filter(port -> !tried.contains(port))
                        .toList();
                if (untried.isEmpty()) {
                    return Future.failedFuture(held(r, place, List.copyOf(tried), holders));
                }
                return probe(take(untried, window), window, found.mayBeMoved());
            });
        }

        private Future<Found> probe(List<Integer> mine, int window, String mayBeMoved) {
            return agents.probe(place, r.protocol(), mine, enough)
                    .onFailure(e -> giveBack(mine))
                    .compose(seen -> {
                        List<Integer> bindable = seen.report().bindable();
                        if (!bindable.isEmpty()) {
                            return Future.succeededFuture(
                                    new Found(bindable, seen.verified(), mayBeMoved, List.of(), () -> giveBack(mine)));
                        }
                        giveBack(mine);
                        tried.addAll(mine);
                        holders.addAll(seen.report().taken());
                        return next(window * WIDER);
                    });
        }

        /** The wished port, whoever else is shown it, and ports that nobody else is; any, if there are none left. */
        private List<Integer> take(List<Integer> ports, int window) {
            List<Integer> mine = new ArrayList<>();
            for (int port : ports) {
                boolean free = shown.add(key(port));
                if (mine.size() < window && (free || Integer.valueOf(port).equals(r.preferredPort()))) {
                    mine.add(port);
                } else if (free) {
                    shown.remove(key(port));
                    break;
                }
            }
            return mine.isEmpty() ? ports.subList(0, Math.min(window, ports.size())) : mine;
        }

        private void giveBack(List<Integer> mine) {
            mine.forEach(port -> shown.remove(key(port)));
        }

        private String key(int port) {
            return LedgerKeys.allocation(place.space(), r.protocol(), port);
        }
    }

    private Future<Candidates> candidates(Registration r, Placement place, int limit) {
        CandidateRequest request = new CandidateRequest(
                place.space(),
                r.protocol(),
                r.environment(),
                r.serviceType(),
                r.port(),
                r.preferredPort(),
                r.portRange(),
                limit,
                r.serviceName(),
                r.priority(),
                place.host(),
                place.rivals(),
                Boolean.TRUE.equals(r.ignoreQuarantine()));
        return PortsContract.CANDIDATES.call(bus, request);
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
                "of " + Counts.of(ports.size(), "port") + " from " + ports.get(0) + " on, not allocated on "
                        + place.host() + ", none can be bound: other processes hold them; give another port_range");
    }

    private static List<Integer> listOf(Integer port) {
        return port == null ? List.of() : List.of(port);
    }
}
