package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lotse.it.nemesis.Violation.Rule;

/**
 * Says what in a history cannot have happened in a system that keeps its promises. Whatever an operation with an unknown
 * end may have done is allowed; nothing else is.
 */
final class HistoryChecker {
    private HistoryChecker() {}

    /**
     * All violations, in no order.
     *
     * @param history what the clients did and heard
     * @param replicas what each node showed when all was quiet, at one or more moments
     */
    static List<Violation> check(List<Event> history, List<Replica> replicas) {
        List<Call> calls = Call.of(history);
        List<Violation> found = new ArrayList<>(PortOwners.check(calls, replicas));
        found.addAll(FinalInstances.check(calls, replicas));
        found.addAll(FinalValue.check(calls, replicas));
        found.addAll(Revisions.check(calls));
        found.addAll(wordsOfNobody(calls));
        return found;
    }

    /** Reads may be old, but they show only what was asked for by then, where it was put. */
    private static List<Violation> wordsOfNobody(List<Call> calls) {
        Map<String, Call> registrations = new HashMap<>();
        calls.stream()
                .filter(call -> call.is(Operation.Kind.REGISTER))
                .forEach(call -> registrations.put(call.operation().subject(), call));
        List<Violation> found = new ArrayList<>();
        for (Call read : calls) {
            if (read.is(Operation.Kind.READ) && read.isDone()) {
                read.seen().instances().forEach((id, port) -> {
                    Call by = registrations.get(id);
                    String problem = problem(by, port, read);
                    if (problem != null) {
                        found.add(new Violation(
                                Rule.NOTHING_IS_THERE_THAT_NOBODY_WROTE,
                                "node " + read.node() + " showed " + id + " at " + port + ", which " + problem,
                                read.endedAt()));
                    }
                });
            }
        }
        return found;
    }

    private static String problem(Call registration, int port, Call read) {
        if (registration == null) {
            return "nobody registered";
        }
        if (registration.begunAt() > read.endedAt()) {
            return "was registered only later";
        }
        if (registration.isDone() && registration.seen().port() != port) {
            return "was given " + registration.seen().port();
        }
        return null;
    }
}
