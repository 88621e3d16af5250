package io.lotse.connection;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.lotse.contracts.Counts;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.Reachability;

/**
 * What targets say of an axis of the network, or of the network as a whole. The whole is offline when nothing beyond
 * this host is reached; where nothing lies beyond it, when none of the configured targets is. A member alone does not
 * make it so: it may have been stopped.
 *
 * @param state what the axis or the network counts as
 * @param detail why, for people
 */
record Sight(Reachability state, String detail) {
    private static final int MOST_NAMES = 5;

    /** A target as it counts here. */
    record Seen(String name, NetworkAxis axis, Reachability state, boolean beyondHost) {}

    static Sight ofAll(Collection<Seen> targets) {
        List<Seen> known = known(targets);
        return of(known, decisive(known));
    }

    /** What the targets of one axis say: it is offline when none of them is reached. */
    static Sight ofAxis(Collection<Seen> targets) {
        List<Seen> known = known(targets);
        return of(known, known);
    }

    private static List<Seen> known(Collection<Seen> targets) {
        return targets.stream().filter(t -> t.state() != Reachability.UNKNOWN).toList();
    }

    private static Sight of(List<Seen> known, List<Seen> decisive) {
        if (known.isEmpty()) {
            return new Sight(Reachability.UNKNOWN, "no target was tried often enough yet");
        }
        if (!decisive.isEmpty() && decisive.stream().allMatch(t -> t.state() == Reachability.OFFLINE)) {
            return new Sight(Reachability.OFFLINE, "not reached: " + names(decisive));
        }
        List<Seen> ill =
                known.stream().filter(t -> t.state() != Reachability.ONLINE).toList();
        return ill.isEmpty()
                ? new Sight(Reachability.ONLINE, Counts.are(known.size(), "target") + " reached")
                : new Sight(
                        Reachability.DEGRADED,
                        ill.size() + " of " + Counts.of(known.size(), "target") + ": " + names(ill));
    }

    private static List<Seen> decisive(List<Seen> known) {
        List<Seen> beyond = known.stream().filter(Seen::beyondHost).toList();
        return beyond.isEmpty()
                ? known.stream().filter(t -> t.axis() != NetworkAxis.MEMBERS).toList()
                : beyond;
    }

    private static String names(List<Seen> targets) {
        String first = targets.stream()
                .limit(MOST_NAMES)
                .map(t -> t.name() + " " + t.state().wireName())
                .collect(Collectors.joining(", "));
        return targets.size() > MOST_NAMES ? first + ", ..." : first;
    }
}
