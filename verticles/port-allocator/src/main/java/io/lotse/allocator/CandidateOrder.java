package io.lotse.allocator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.PortRange;

/**
 * Puts the free ports in order: the preferred one, then the ranges'. A range is walked from the preferred port on if
 * that lies in it, a wished range from its beginning, a configured one from its dynamic band; each to its end and round.
 */
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
     * @throws ContractException {@link ProblemCode#PORT_TAKEN}, {@link ProblemCode#PORT_QUARANTINED},
     *     {@link ProblemCode#PORT_RESERVED}, {@link ProblemCode#PORT_OUTSIDE_RANGES}, {@link ProblemCode#NO_FREE_PORT}
     */
    List<Integer> list(CandidateRequest request) {
        if (request.port() != null) {
            return exactly("port", request.port(), true);
        }
        if (request.preferredPort() != null) {
            rules.permitWish("preferred_port", new PortRange(request.preferredPort(), request.preferredPort()));
        }
        if (request.portRange() != null) {
            rules.permitWish("port_range", request.portRange());
        }
        if (request.preferredPort() != null && rules.insists()) {
            return exactly("preferred_port", request.preferredPort(), false);
        }
        return instead(request);
    }

    /** @param listening whether somebody listens there already: then it is too late to let the port rest */
    private List<Integer> exactly(String field, int port, boolean listening) {
        rules.permit(field, new PortRange(port, port));
        if (blocked.reserved().get(port)) {
            throw refusal(
                    ProblemCode.PORT_RESERVED,
                    field,
                    "port " + port + " is reserved: choose another, or take it out of reserved_ports");
        }
        if (blocked.taken().get(port)) {
            throw refusal(ProblemCode.PORT_TAKEN, field, "port " + port + " is taken");
        }
        if (!listening && blocked.quarantined().test(port)) {
            throw refusal(ProblemCode.PORT_QUARANTINED, field, "port " + port + " was given back a moment ago");
        }
        return List.of(port);
    }

    private static ContractException refusal(ProblemCode code, String field, String message) {
        return new ContractException(code, message, List.of(new FieldError(field, message)));
    }

    /**
     * The wished port if it is free, and others in the order of preference.
     *
     * @throws ContractException {@link ProblemCode#NO_FREE_PORT}
     */
    List<Integer> instead(CandidateRequest request) {
        List<PortRange> ranges = rules.ranges(request.portRange());
        List<Integer> found = search(request, ranges, request.limit());
        if (found.isEmpty()) {
            throw new ContractException(ProblemCode.NO_FREE_PORT, explain(request, ranges));
        }
        return found;
    }

    /** Some free ports, the nearest behind the wished one first; none if none are free where it may look. */
    List<Integer> alternatives(CandidateRequest request, int count) {
        return search(request, rules.ranges(null), count);
    }

    private List<Integer> search(CandidateRequest request, List<PortRange> ranges, int limit) {
        Collection<Integer> found = new LinkedHashSet<>();
        BitSet skip = blocked.all();
        Integer preferred = request.preferredPort();
        if (preferred != null && !blocked.holds(preferred)) {
            found.add(preferred);
            skip.set(preferred);
        }
        for (PortRange range : ranges) {
            for (PortRange part : parts(range, request)) {
                addFrom(part, skip, limit - found.size(), found);
            }
        }
        return List.copyOf(found);
    }

    /** The range in the order in which its parts are looked into. */
    private List<PortRange> parts(PortRange range, CandidateRequest request) {
        int start = start(range, request);
        PortRange upper = new PortRange(start, range.last());
        return start == range.first() ? List.of(upper) : List.of(upper, new PortRange(range.first(), start - 1));
    }

    private int start(PortRange range, CandidateRequest request) {
        Integer wish = request.port() != null ? request.port() : request.preferredPort();
        if (wish != null && range.contains(wish)) {
            return atRandom() ? range.first() : wish;
        }
        return range.equals(request.portRange()) ? range.first() : rules.dynamicBand(range);
    }

    /** What was found is skipped from then on: ranges may overlap. */
    private void addFrom(PortRange part, BitSet skip, int wanted, Collection<Integer> found) {
        if (wanted <= 0) {
            return;
        }
        List<Integer> free = atRandom() ? anyOf(part, skip, wanted) : ascending(part, skip, wanted);
        found.addAll(free);
        free.forEach(skip::set);
    }

    private boolean atRandom() {
        return rules.strategy() == ConflictStrategy.RANDOM;
    }

    private List<Integer> ascending(PortRange part, BitSet skip, int wanted) {
        List<Integer> free = new ArrayList<>();
        int port = skip.nextClearBit(part.first());
        while (port <= part.last() && free.size() < wanted) {
            if (!blocked.quarantined().test(port)) {
                free.add(port);
            }
            port = skip.nextClearBit(port + 1);
        }
        return free;
    }

    private List<Integer> anyOf(PortRange part, BitSet skip, int wanted) {
        List<Integer> unblocked = new ArrayList<>();
        for (int port = skip.nextClearBit(part.first()); port <= part.last(); port = skip.nextClearBit(port + 1)) {
            unblocked.add(port);
        }
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < unblocked.size() && free.size() < wanted; i++) {
            Collections.swap(unblocked, i, i + random.nextInt(unblocked.size() - i));
            if (!blocked.quarantined().test(unblocked.get(i))) {
                free.add(unblocked.get(i));
            }
        }
        return free;
    }

    private String explain(CandidateRequest request, List<PortRange> ranges) {
        List<String> considered = new ArrayList<>();
        Integer preferred = request.preferredPort();
        if (preferred != null) {
            considered.add("the preferred port " + preferred + " (" + blocked.reason(preferred) + ")");
        }
        ranges.forEach(range -> considered.add(blocked.explain(range)));
        return "no port is free on " + request.space() + " for " + request.environment() + "; considered "
                + String.join(", ", considered)
                + ": deregister what is not needed, or give a larger port_range or configuration";
    }
}
