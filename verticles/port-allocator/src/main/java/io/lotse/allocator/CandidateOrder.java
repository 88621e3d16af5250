package io.lotse.allocator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.PortRange;

/** Puts the free ports in order: the preferred one, then the ranges', each from its beginning or at random. */
final class CandidateOrder {
    private final PortRules rules;
    private final Blocked blocked;
    private final Random random;

    CandidateOrder(PortRules rules, Blocked blocked, Random random) {
        this.rules = rules;
        this.blocked = blocked;
        this.random = random;
    }

    /**
     * At most {@code limit} candidates, at least one.
     *
     * @throws ContractException {@link ProblemCode#PORT_TAKEN}, {@link ProblemCode#PORT_RESERVED},
     *     {@link ProblemCode#PORT_OUTSIDE_RANGES}, {@link ProblemCode#NO_FREE_PORT}
     */
    List<Integer> list(CandidateRequest request) {
        if (request.port() != null) {
            return exactly("port", request.port());
        }
        if (request.preferredPort() != null) {
            rules.permit("preferred_port", new PortRange(request.preferredPort(), request.preferredPort()));
        }
        if (request.portRange() != null) {
            rules.permit("port_range", request.portRange());
        }
        if (request.preferredPort() != null && rules.strategy() == ConflictStrategy.FAIL) {
            return exactly("preferred_port", request.preferredPort());
        }
        return inOrder(request);
    }

    private List<Integer> exactly(String field, int port) {
        rules.permit(field, new PortRange(port, port));
        if (blocked.reserved().get(port)) {
            String message = "port " + port + " is reserved: choose another, or take it out of reserved_ports";
            throw new ContractException(ProblemCode.PORT_RESERVED, message, List.of(new FieldError(field, message)));
        }
        if (blocked.taken().get(port)) {
            String message = "port " + port + " is taken";
            throw new ContractException(ProblemCode.PORT_TAKEN, message, List.of(new FieldError(field, message)));
        }
        return List.of(port);
    }

    private List<Integer> inOrder(CandidateRequest request) {
        Collection<Integer> found = new LinkedHashSet<>();
        Integer preferred = request.preferredPort();
        if (preferred != null
                && !blocked.reserved().get(preferred)
                && !blocked.taken().get(preferred)) {
            found.add(preferred);
        }
        BitSet skip = blocked.all();
        List<PortRange> ranges = rules.ranges(request.portRange());
        for (PortRange range : ranges) {
            int wanted = request.limit() - found.size();
            if (wanted > 0) {
                addFrom(range, preferred, skip, wanted, found);
            }
        }
        if (found.isEmpty()) {
            throw new ContractException(ProblemCode.NO_FREE_PORT, explain(request, ranges));
        }
        return List.copyOf(found);
    }

    /** What was found is skipped from then on: ranges may overlap. */
    private void addFrom(PortRange range, Integer preferred, BitSet skip, int wanted, Collection<Integer> found) {
        List<Integer> free = rules.strategy() == ConflictStrategy.RANDOM
                ? atRandom(range, skip, wanted)
                : ascending(range, preferred, skip, wanted);
        found.addAll(free);
        free.forEach(skip::set);
    }

    /** From the port behind the preferred one, if that lies in the range, to the end and round to the beginning. */
    private static List<Integer> ascending(PortRange range, Integer preferred, BitSet skip, int wanted) {
        int start = preferred != null && range.contains(preferred) ? preferred : range.first();
        List<Integer> free = new ArrayList<>();
        collect(start, range.last(), skip, wanted, free);
        collect(range.first(), start - 1, skip, wanted, free);
        return free;
    }

    private static void collect(int from, int to, BitSet skip, int wanted, List<Integer> free) {
        int port = skip.nextClearBit(from);
        while (port <= to && free.size() < wanted) {
            free.add(port);
            port = skip.nextClearBit(port + 1);
        }
    }

    private List<Integer> atRandom(PortRange range, BitSet skip, int wanted) {
        List<Integer> free = new ArrayList<>();
        collect(range.first(), range.last(), skip, range.size(), free);
        int count = Math.min(wanted, free.size());
        for (int i = 0; i < count; i++) {
            java.util.Collections.swap(free, i, i + random.nextInt(free.size() - i));
        }
        return free.subList(0, count);
    }

    private String explain(CandidateRequest request, List<PortRange> ranges) {
        List<String> considered = new ArrayList<>();
        if (request.preferredPort() != null) {
            String why = blocked.reserved().get(request.preferredPort()) ? "reserved" : "taken";
            considered.add("the preferred port " + request.preferredPort() + " (" + why + ")");
        }
        ranges.forEach(range -> considered.add(blocked.explain(range)));
        return "no port is free on " + request.space() + " for " + request.environment() + "; considered "
                + String.join(", ", considered)
                + ": deregister what is not needed, or give a larger port_range or configuration";
    }
}
