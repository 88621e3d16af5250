package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.lotse.it.nemesis.Violation.Rule;

/**
 * No port has two owners at once. An instance certainly has its port from the acknowledgement of its registration until
 * its deregistration is sent; before and after that it may have it.
 */
final class PortOwners {
    private PortOwners() {}

    private record Tenure(String instance, int port, long from, long until) {}

    static List<Violation> check(List<Call> calls, List<Replica> replicas) {
        List<Violation> found = new ArrayList<>(overlaps(tenures(calls)));
        for (Call read : calls) {
            if (read.is(Operation.Kind.READ) && read.isDone()) {
                found.addAll(shared(read.seen().instances(), "node " + read.node() + " showed", read.endedAt()));
            }
        }
        replicas.forEach(replica -> found.addAll(
                shared(replica.instances(), "at the end (" + replica.name() + ") there are", Long.MAX_VALUE)));
        return found;
    }

    private static Stream<Tenure> tenures(List<Call> calls) {
        Map<String, Long> released = new HashMap<>();
        calls.stream()
                .filter(call -> call.is(Operation.Kind.DEREGISTER))
                .forEach(call -> released.merge(call.operation().subject(), call.begunAt(), Math::min));
        return calls.stream()
                .filter(call -> call.is(Operation.Kind.REGISTER) && call.isDone())
                .map(call -> new Tenure(
                        call.operation().subject(),
                        call.seen().port(),
                        call.endedAt(),
                        released.getOrDefault(call.operation().subject(), Long.MAX_VALUE)))
                .filter(tenure -> tenure.from() < tenure.until());
    }

    private static List<Violation> overlaps(Stream<Tenure> tenures) {
        List<Violation> found = new ArrayList<>();
        Map<Integer, Tenure> last = new HashMap<>();
        tenures.sorted(Comparator.comparingLong(Tenure::from)).forEach(tenure -> {
            Tenure before = last.get(tenure.port());
            if (before != null && tenure.from() < before.until()) {
                found.add(new Violation(
                        Rule.ONE_OWNER_PER_PORT,
                        "port " + tenure.port() + " was given to " + tenure.instance() + " while " + before.instance()
                                + " had it",
                        tenure.from()));
            }
            if (before == null || tenure.until() > before.until()) {
                last.put(tenure.port(), tenure);
            }
        });
        return found;
    }

    private static List<Violation> shared(Map<String, Integer> instances, String where, long at) {
        List<Violation> found = new ArrayList<>();
        Map<Integer, String> owners = new HashMap<>();
        instances.forEach((id, port) -> {
            String other = owners.put(port, id);
            if (other != null) {
                found.add(new Violation(
                        Rule.ONE_OWNER_PER_PORT, where + " " + id + " and " + other + " at port " + port, at));
            }
        });
        return found;
    }
}
