package io.lotse.connection;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.lotse.contracts.Counts;
import io.lotse.contracts.network.Reachability;

/**
 * What the targets say of the network as a whole. It is offline when nothing beyond this host is reached; where
 * nothing lies beyond it, when none of the configured targets is. A member alone does not make it so: it may have
 * been stopped.
 *
 * @param state what the network counts as
 * @param detail why, for people
 */
record Axis(Reachability state, String detail) {
    private static final int MOST_NAMES = 5;

    /** A target as it counts here. */
    record Seen(String name, Reachability state, boolean beyondHost, boolean member) {}

    static Axis of(Collection<Seen> targets) {
        List<Seen> known =
                targets.stream().filter(t -> t.state() != Reachability.UNKNOWN).toList();
        if (known.isEmpty()) {
            return new Axis(Reachability.UNKNOWN, "no target was tried often enough yet");
        }
        List<Seen> decisive = decisive(known);
        if (!decisive.isEmpty() && decisive.stream().allMatch(t -> t.state() == Reachability.OFFLINE)) {
            return new Axis(Reachability.OFFLINE, "not reached: " + names(decisive));
        }
        List<Seen> ill =
                known.stream().filter(t -> t.state() != Reachability.ONLINE).toList();
        return ill.isEmpty()
                ? new Axis(Reachability.ONLINE, Counts.are(known.size(), "target") + " reached")
                : new Axis(
                        Reachability.DEGRADED,
                        ill.size() + " of " + Counts.of(known.size(), "target") + ": " + names(ill));
    }

    private static List<Seen> decisive(List<Seen> known) {
        List<Seen> beyond = known.stream().filter(Seen::beyondHost).toList();
        return beyond.isEmpty() ? known.stream().filter(t -> !t.member()).toList() : beyond;
    }

    private static String names(List<Seen> targets) {
        String first = targets.stream()
                .limit(MOST_NAMES)
                .map(t -> t.name() + " " + t.state().wireName())
                .collect(Collectors.joining(", "));
        return targets.size() > MOST_NAMES ? first + ", ..." : first;
    }
}
