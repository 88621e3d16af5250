package io.lotse.allocator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;

/** Who holds which port of one space, who left it when, and so what may be given to whom: port by port, without haste. */
final class AllocationModel {
    private final Map<Integer, Held> held = new TreeMap<>();
    private final Map<Integer, Left> left = new TreeMap<>();
    private final PortRange ephemeral;
    private EnvironmentConfig config;
    private Instant now;

    record Held(String id, String service, int priority) {}

    private record Left(String service, Instant at) {}

    /**
     * What is right.
     *
     * @param refused null if ports are given
     * @param groups the ports in order; those of one group may come in any order where the strategy is {@code random}
     * @param asked who may be asked to leave the wished port; null for nobody
     */
    record Answer(ProblemCode refused, List<List<Integer>> groups, String asked) {
        static Answer refused(ProblemCode code) {
            return new Answer(code, List.of(), null);
        }
    }

    AllocationModel(EnvironmentConfig config, PortRange ephemeral, Instant now) {
        this.config = config;
        this.ephemeral = ephemeral;
        this.now = now;
    }

    void configure(EnvironmentConfig other) {
        config = other;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Map<Integer, Held> held() {
        return held;
    }

    void claim(int port, Held by) {
        if (held.putIfAbsent(port, by) != null) {
            throw new IllegalStateException("port " + port + " is given twice");
        }
    }

    void release(int port) {
        left.put(port, new Left(held.remove(port).service(), now));
    }

    Answer answer(CandidateRequest request) {
        if (request.port() != null) {
            return exactly(request.port(), true, request);
        }
        Integer wish = request.preferredPort();
        boolean insists = config.conflictResolutionStrategy() == ConflictStrategy.FAIL
                || config.conflictResolutionStrategy() == ConflictStrategy.REASSIGN;
        if (wish == null || !insists) {
            return inOrder(request, null);
        }
        Answer exact = exactly(wish, false, request);
        boolean mayBeMoved = exact.refused() == ProblemCode.PORT_TAKEN
                && config.conflictResolutionStrategy() == ConflictStrategy.REASSIGN
                && held.get(wish).priority() < request.priority();
        return mayBeMoved ? inOrder(request, held.get(wish).id()) : exact;
    }

    private Answer exactly(int port, boolean listening, CandidateRequest request) {
        if (reserved(port)) {
            return Answer.refused(ProblemCode.PORT_RESERVED);
        }
        if (held.containsKey(port)) {
            return Answer.refused(ProblemCode.PORT_TAKEN);
        }
        if (!listening && rests(port, request)) {
            return Answer.refused(ProblemCode.PORT_QUARANTINED);
        }
        return new Answer(null, List.of(List.of(port)), null);
    }

    private Answer inOrder(CandidateRequest request, String asked) {
        Set<Integer> seen = new HashSet<>();
        List<List<Integer>> groups = new ArrayList<>();
        Integer wish = request.preferredPort();
        if (wish != null && !reserved(wish) && !held.containsKey(wish) && !rests(wish, request)) {
            add(groups, List.of(wish), seen);
        }
        for (PortRange range : ranges(request)) {
            int start = start(range, request);
            add(groups, free(start, range.last(), request), seen);
            add(groups, free(range.first(), start - 1, request), seen);
        }
        return groups.isEmpty() ? Answer.refused(ProblemCode.NO_FREE_PORT) : new Answer(null, groups, asked);
    }

    private List<PortRange> ranges(CandidateRequest request) {
        List<PortRange> ranges = new ArrayList<>();
        PortRange wished = request.portRange();
        if (wished != null) {
            ranges.add(wished);
            if (wished.size() == 1 || config.conflictResolutionStrategy() == ConflictStrategy.FAIL) {
                return ranges;
            }
        }
        if (request.serviceType() != null) {
            ranges.add(config.serviceTypeRanges().get(request.serviceType()));
        }
        ranges.add(config.defaultPortRange());
        return ranges;
    }

    /** A wish in the range comes first, then what is behind it; who wishes nothing gets the upper half first. */
    private int start(PortRange range, CandidateRequest request) {
        Integer wish = request.preferredPort();
        if (wish != null && range.contains(wish)) {
            return config.conflictResolutionStrategy() == ConflictStrategy.RANDOM ? range.first() : wish;
        }
        return range.equals(request.portRange()) ? range.first() : range.last() + 1 - (range.size() + 1) / 2;
    }

    private List<Integer> free(int first, int last, CandidateRequest request) {
        return IntStream.rangeClosed(first, last)
                .filter(port -> !reserved(port))
                .filter(port -> !held.containsKey(port))
                .filter(port -> !ephemeral.contains(port))
                .filter(port -> !rests(port, request))
                .boxed()
                .toList();
    }

    private static void add(List<List<Integer>> groups, Collection<Integer> ports, Set<Integer> seen) {
        List<Integer> fresh = ports.stream().filter(seen::add).toList();
        if (!fresh.isEmpty()) {
            groups.add(fresh);
        }
    }

    private boolean reserved(int port) {
        return config.reservedPorts().stream().anyMatch(span -> span.contains(port));
    }

    private boolean rests(int port, CandidateRequest request) {
        Left last = left.get(port);
        return last != null
                && !request.ignoreQuarantine()
                && !last.service().equals(request.serviceName())
                && now.isBefore(last.at().plus(config.portQuarantine()));
    }
}
