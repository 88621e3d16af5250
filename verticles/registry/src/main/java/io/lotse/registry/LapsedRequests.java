package io.lotse.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.ports.Reassignment;

/**
 * Requests for a port that lapsed a while ago, so that their askers hear of it at their next heartbeats, at whichever node.
 * Soft state: an asker that was not heard meanwhile reads where it stands.
 */
final class LapsedRequests {
    private static final Duration TOLD = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final Clock clock;
    /** The oldest first. */
    private final Map<String, Lapse> byAsker = new LinkedHashMap<>();

    private record Lapse(Reassignment request, Instant at) {}

    LapsedRequests(Clock clock) {
        this.clock = clock;
    }

    synchronized void lapsed(Reassignment request) {
        Instant now = clock.instant();
        byAsker.values().removeIf(l -> l.at().plus(TOLD).isBefore(now));
        byAsker.remove(request.asker());
        if (byAsker.size() < MOST) {
            byAsker.put(request.asker(), new Lapse(request, now));
        }
    }

    /** It asks again, or was given what it asked for. */
    synchronized void forget(String asker) {
        byAsker.remove(asker);
    }

    /** The one of this asker; empty if none lapsed lately. */
    synchronized List<Reassignment> of(String asker) {
        Lapse lapse = byAsker.get(asker);
        List<Reassignment> told = new ArrayList<>();
        if (lapse != null && !lapse.at().plus(TOLD).isBefore(clock.instant())) {
            told.add(lapse.request());
        }
        return told;
    }
}
