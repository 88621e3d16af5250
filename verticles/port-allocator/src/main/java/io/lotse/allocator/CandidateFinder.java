package io.lotse.allocator;

import java.util.BitSet;
import java.util.Random;
import java.util.Set;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.Candidates;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Answers a request for candidates from the view. */
final class CandidateFinder {
    private final MeshView view;
    private final Set<Integer> neverGiven;
    private final Random random = new Random();

    CandidateFinder(MeshView view, Set<Integer> neverGiven) {
        this.view = view;
        this.neverGiven = neverGiven;
    }

    Candidates find(CandidateRequest request) {
        check(request);
        MeshSnapshot snapshot = view.snapshot();
        EnvironmentConfig config = snapshot.config(request.environment()).config();
        PortRules rules = new PortRules(config, request.serviceType());
        try {
            CandidateOrder order = new CandidateOrder(rules, blocked(snapshot, request, config), random);
            return new Candidates(order.list(request));
        } catch (ContractException e) {
            throw e.code() == ProblemCode.PORT_TAKEN ? namingTheHolder(e, snapshot, request) : e;
        }
    }

    private Blocked blocked(MeshSnapshot snapshot, CandidateRequest request, EnvironmentConfig config) {
        BitSet taken = snapshot.takenPorts(request.space(), request.protocol()).toBitSet();
        BitSet reserved = new BitSet();
        config.reservedPorts().forEach(reserved::set);
        neverGiven.forEach(reserved::set);
        PortRange ephemeral =
                snapshot.host(request.space()).map(HostFacts::ephemeralPorts).orElse(null);
        return new Blocked(taken, reserved, ephemeral);
    }

    private static ContractException namingTheHolder(
            ContractException e, MeshSnapshot snapshot, CandidateRequest request) {
        int port = request.port() != null ? request.port() : request.preferredPort();
        String holder = snapshot.allocation(request.space(), request.protocol(), port)
                .map(Allocation::serviceId)
                .map(id -> snapshot.instance(id)
                        .map(i -> id + " (service " + i.serviceName() + ", " + i.environment() + ")")
                        .orElse(id))
                .orElse("another instance");
        return new ContractException(
                ProblemCode.PORT_TAKEN,
                "port " + port + "/" + request.protocol().wireName() + " on " + request.space() + " is held by "
                        + holder + ": deregister that instance, or wish another port",
                e.errors());
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
