package io.lotse.allocator;

import java.time.Clock;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.Candidates;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;

/** Answers a request for candidates from the view. */
final class CandidateFinder {
    private final Supplier<MeshSnapshot> view;
    private final Set<Integer> neverGiven;
    private final Clock clock;
    private final Random random = new Random();

    CandidateFinder(Supplier<MeshSnapshot> view, Set<Integer> neverGiven, Clock clock) {
        this.view = view;
        this.neverGiven = neverGiven;
        this.clock = clock;
    }

    Candidates find(CandidateRequest request) {
        check(request);
        MeshSnapshot snapshot = view.get();
        EnvironmentConfig config = snapshot.config(request.environment()).config();
        PortRules rules =
                new PortRules(config, snapshot.knownEnvironment(request.environment()), request.serviceType());
        Quarantine quarantine = new Quarantine(snapshot, request, config, clock.instant());
        CandidateOrder order = new CandidateOrder(rules, blocked(snapshot, request, config, quarantine), random);
        try {
            return new Candidates(order.list(request));
        } catch (ContractException e) {
            boolean byPriority = rules.strategy() == ConflictStrategy.REASSIGN;
            Optional<String> holder =
                    byPriority && e.code() == ProblemCode.PORT_TAKEN ? mayBeMoved(snapshot, request) : Optional.empty();
            if (holder.isPresent()) {
                return new Candidates(order.instead(request), holder.get());
            }
            throw new Refusals(snapshot, request, quarantine, order, byPriority).explained(e);
        }
    }

    /** The holder of the wished port, if its priority is lower and nobody whose is not lower asks it already. */
    private static Optional<String> mayBeMoved(MeshSnapshot snapshot, CandidateRequest request) {
        if (request.port() != null) {
            return Optional.empty();
        }
        int port = request.preferredPort();
        boolean asked = snapshot.reassignment(request.space(), request.protocol(), port)
                .filter(other -> other.wasGranted() || other.askerPriority() >= request.priority())
                .isPresent();
        return asked
                ? Optional.empty()
                : snapshot.allocation(request.space(), request.protocol(), port)
                        .flatMap(held -> snapshot.instance(held.serviceId()))
                        .filter(holder -> holder.priority() < request.priority())
                        .map(Instance::serviceId);
    }

    private Blocked blocked(
            MeshSnapshot snapshot, CandidateRequest request, EnvironmentConfig config, Quarantine quarantine) {
        BitSet taken = snapshot.takenPorts(request.space(), request.protocol()).toBitSet();
        request.rivals()
                .forEach(rival ->
                        taken.or(snapshot.takenPorts(rival, request.protocol()).toBitSet()));
        BitSet reserved = new BitSet();
        config.reservedPorts().forEach(span -> reserved.set(span.first(), span.last() + 1));
        neverGiven.forEach(reserved::set);
        PortRange ephemeral =
                snapshot.host(request.host()).map(HostFacts::ephemeralPorts).orElse(null);
        return new Blocked(taken, reserved, ephemeral, quarantine::holds);
    }

    private static void check(CandidateRequest request) {
        if (request.space() == null || request.space().isBlank()) {
            throw ContractException.invalid("space", "is missing: give the name of a host");
        }
        if (request.protocol() == null) {
            throw ContractException.invalid("protocol", "is missing: give tcp or udp");
        }
        if (request.limit() < 1) {
            throw ContractException.invalid("limit", "is " + request.limit() + ": give 1 or more");
        }
        checkPort("port", request.port());
        checkPort("preferred_port", request.preferredPort());
    }

    private static void checkPort(String field, Integer port) {
        if (port != null && (port < 1 || port > PortRange.MAX_PORT)) {
            throw ContractException.invalid(field, port + " is no port: give 1 to " + PortRange.MAX_PORT);
        }
    }
}
