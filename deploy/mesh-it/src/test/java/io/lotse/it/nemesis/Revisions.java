package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import io.lotse.it.nemesis.Violation.Rule;

/**
 * The ledger's revisions go forward: what begins after another write was acknowledged has a higher one, and no client
 * reads an older state than it has read before.
 */
final class Revisions {
    private Revisions() {}

    static List<Violation> check(List<Call> calls) {
        List<Violation> found = new ArrayList<>(writes(calls));
        found.addAll(reads(calls));
        return found;
    }

    private static List<Violation> writes(List<Call> calls) {
        List<Violation> found = new ArrayList<>();
        Map<Long, Call> byRevision = new HashMap<>();
        PriorityQueue<Call> running = new PriorityQueue<>(Comparator.comparingLong(Call::endedAt));
        Call highest = null;
        for (Call write : withRevision(calls)) {
            if (write.is(Operation.Kind.READ)) {
                continue;
            }
            while (!running.isEmpty() && running.peek().endedAt() < write.begunAt()) {
                Call ended = running.remove();
                highest = highest == null || revision(ended) > revision(highest) ? ended : highest;
            }
            if (highest != null && revision(write) <= revision(highest)) {
                found.add(backwards(highest, write));
            }
            Call same = byRevision.put(revision(write), write);
            if (same != null) {
                found.add(backwards(same, write));
            }
            running.add(write);
        }
        return found;
    }

    private static List<Violation> reads(List<Call> calls) {
        List<Violation> found = new ArrayList<>();
        Map<String, Call> last = new HashMap<>();
        for (Call read : withRevision(calls)) {
            if (read.is(Operation.Kind.READ)) {
                Call before = last.put(read.client(), read);
                if (before != null && revision(read) < revision(before)) {
                    found.add(backwards(before, read));
                }
            }
        }
        return found;
    }

    private static List<Call> withRevision(List<Call> calls) {
        return calls.stream()
                .filter(call -> call.isDone() && call.seen().revision() != null)
                .sorted(Comparator.comparingLong(Call::begunAt))
                .toList();
    }

    private static long revision(Call call) {
        return call.seen().revision();
    }

    private static Violation backwards(Call before, Call after) {
        return new Violation(
                Rule.REVISIONS_GO_FORWARD,
                after.operation().key() + " of " + after.client() + " at " + after.node() + " has revision "
                        + revision(after) + ", and " + before.operation().key() + " of " + before.client() + " at "
                        + before.node() + " before it " + revision(before),
                after.endedAt());
    }
}
