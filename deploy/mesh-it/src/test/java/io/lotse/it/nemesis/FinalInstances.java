package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.Violation.Rule;

/** At the end every node shows every instance that was acknowledged and not deregistered, and no other. */
final class FinalInstances {
    private final Map<String, Call> registrations = new HashMap<>();
    private final Map<String, Call> deregistrations = new HashMap<>();
    private final List<Violation> found = new ArrayList<>();

    private FinalInstances(List<Call> calls) {
        for (Call call : calls) {
            switch (call.operation().kind()) {
                case REGISTER -> registrations.put(call.operation().subject(), call);
                case DEREGISTER -> deregistrations.put(call.operation().subject(), call);
                default -> {}
            }
        }
    }

    static List<Violation> check(List<Call> calls, List<Replica> replicas) {
        FinalInstances check = new FinalInstances(calls);
        replicas.forEach(check::replica);
        check.agreement(replicas);
        return check.found;
    }

    private void replica(Replica replica) {
        registrations.forEach((id, registration) -> {
            Integer port = replica.instances().get(id);
            if (port == null) {
                missing(id, registration, replica);
            } else {
                there(id, port, registration, replica);
            }
        });
        replica.instances().keySet().stream()
                .filter(id -> !registrations.containsKey(id))
                .forEach(id -> report(
                        Rule.NOTHING_IS_THERE_THAT_NOBODY_WROTE, id, registrations.get(id), "is there", replica));
    }

    private void missing(String id, Call registration, Replica replica) {
        Call deregistration = deregistrations.get(id);
        if (registration.isDone() && (deregistration == null || deregistration.end() == Phase.FAIL)) {
            report(Rule.NOTHING_ACKNOWLEDGED_IS_LOST, id, registration, "was acknowledged and is missing", replica);
        }
    }

    private void there(String id, int port, Call registration, Replica replica) {
        Call deregistration = deregistrations.get(id);
        if (deregistration != null && deregistration.isDone()) {
            report(Rule.NOTHING_ACKNOWLEDGED_IS_LOST, id, deregistration, "was deregistered and is there", replica);
        }
        if (registration.end() == Phase.FAIL) {
            report(Rule.NOTHING_REFUSED_IS_DONE, id, registration, "was refused and is there", replica);
        }
        if (registration.isDone() && !Objects.equals(registration.seen().port(), port)) {
            String moved = "was given " + registration.seen().port() + " and is at " + port;
            report(Rule.NOTHING_ACKNOWLEDGED_IS_LOST, id, registration, moved, replica);
        }
    }

    /** What is unknown may have been done or not, but not here this and there that. */
    private void agreement(List<Replica> replicas) {
        for (Replica replica : replicas) {
            Replica first = replicas.get(0);
            if (!replica.instances().equals(first.instances())) {
                TreeSet<String> differing = new TreeSet<>(replica.instances().keySet());
                differing.addAll(first.instances().keySet());
                differing.removeIf(id -> Objects.equals(
                        replica.instances().get(id), first.instances().get(id)));
                found.add(Violation.atEnd(
                        Rule.REPLICAS_AGREE, replica.name() + " and " + first.name() + " differ in " + differing));
            }
        }
    }

    private void report(Rule rule, String id, Call call, String what, Replica replica) {
        boolean known = call != null && call.endedAt() != Long.MAX_VALUE;
        found.add(new Violation(
                rule, id + " " + what + " (" + replica.name() + ")", known ? call.endedAt() : Long.MAX_VALUE));
    }
}
