package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.Violation.Rule;

/** The configuration is one value that all write: at the end it is one that no acknowledged write came after. */
final class FinalValue {
    private FinalValue() {}

    static List<Violation> check(List<Call> calls, List<Replica> replicas) {
        List<Call> writes =
                calls.stream().filter(call -> call.is(Operation.Kind.CONFIGURE)).toList();
        List<Violation> found = new ArrayList<>();
        if (writes.stream().anyMatch(Call::isDone)) {
            replicas.forEach(replica -> check(writes, replica).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<Violation> check(List<Call> writes, Replica replica) {
        Optional<Call> last = writes.stream()
                .filter(write -> write.operation().value() == replica.value())
                .findFirst();
        if (last.isEmpty()) {
            return violation(
                    Rule.NOTHING_IS_THERE_THAT_NOBODY_WROTE, "nobody wrote the value " + replica.value(), replica);
        }
        if (last.get().end() == Phase.FAIL) {
            return violation(Rule.NOTHING_REFUSED_IS_DONE, replica.value() + " was refused and is there", replica);
        }
        return writes.stream()
                .filter(Call::isDone)
                .filter(write -> isAfter(write, last.get(), replica))
                .findFirst()
                .flatMap(later -> violation(
                        Rule.NOTHING_ACKNOWLEDGED_IS_LOST,
                        later.operation().value() + " was acknowledged after " + replica.value() + " and is lost",
                        replica));
    }

    private static boolean isAfter(Call write, Call last, Replica replica) {
        boolean begunAfter = write.begunAt() > last.endedAt();
        boolean revisedAfter = replica.valueRevision() != null
                && write.seen().revision() != null
                && write.seen().revision() > replica.valueRevision();
        return begunAfter || revisedAfter;
    }

    private static Optional<Violation> violation(Rule rule, String what, Replica replica) {
        return Optional.of(Violation.atEnd(rule, what + " (" + replica.name() + ")"));
    }
}
