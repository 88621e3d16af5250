package io.lotse.it.nemesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lotse.it.nemesis.Event.Phase;
import io.lotse.it.nemesis.Event.Seen;

/**
 * An operation from its begin to its end.
 *
 * @param node who answered in the end
 * @param endedAt {@link Long#MAX_VALUE} if it is unknown whether it was done: it may be done at any time
 * @param end {@link Phase#UNKNOWN} for one that has not ended
 * @param seen null unless it was done
 */
record Call(Operation operation, String client, String node, long begunAt, long endedAt, Phase end, Seen seen) {

    /**
     * Pairs begins with ends, in the order of the begins.
     *
     * @throws IllegalArgumentException if an operation ends that has not begun, or begins or ends twice
     */
    static List<Call> of(List<Event> history) {
        Map<String, Event> begun = new LinkedHashMap<>();
        Map<String, Event> ended = new LinkedHashMap<>();
        for (Event event : history) {
            String key = event.operation().key();
            Map<String, Event> events = event.phase() == Phase.INVOKE ? begun : ended;
            if (events.put(key, event) != null || !begun.containsKey(key)) {
                throw new IllegalArgumentException("no history: " + event + " comes twice, or before its begin");
            }
        }
        List<Call> calls = new ArrayList<>();
        begun.forEach((key, begin) -> calls.add(of(begin, ended.get(key))));
        return calls;
    }

    private static Call of(Event begin, Event end) {
        if (end == null || end.phase() == Phase.UNKNOWN) {
            String node = end == null ? begin.node() : end.node();
            return new Call(begin.operation(), begin.client(), node, begin.at(), Long.MAX_VALUE, Phase.UNKNOWN, null);
        }
        return new Call(begin.operation(), begin.client(), end.node(), begin.at(), end.at(), end.phase(), end.seen());
    }

    boolean is(Operation.Kind kind) {
        return operation.kind() == kind;
    }

    boolean isDone() {
        return end == Phase.OK;
    }
}
