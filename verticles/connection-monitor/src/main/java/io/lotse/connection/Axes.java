package io.lotse.connection;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.network.AxisState;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.Reachability;

/** Each axis of the network with its state: one that its targets were believed to be in. */
final class Axes {
    private final Clock clock;
    private final Map<NetworkAxis, Standing> standings = new EnumMap<>(NetworkAxis.class);

    private record Standing(Connectivity state, String detail) {}

    /** An axis' state became another. */
    record Turn(NetworkAxis axis, Connectivity before, Connectivity now, String detail) {}

    Axes(Clock clock) {
        this.clock = clock;
    }

    /** These are all targets now: what changed by that. An axis that has none left is forgotten. */
    List<Turn> review(Collection<Sight.Seen> targets) {
        List<Turn> turns = new ArrayList<>();
        for (NetworkAxis axis : NetworkAxis.values()) {
            List<Sight.Seen> own =
                    targets.stream().filter(t -> t.axis() == axis).toList();
            if (own.isEmpty()) {
                standings.remove(axis);
            } else {
                turn(axis, Sight.ofAxis(own), turns);
            }
        }
        return turns;
    }

    private void turn(NetworkAxis axis, Sight sight, List<Turn> turns) {
        Connectivity before =
                standings.containsKey(axis) ? standings.get(axis).state() : new Connectivity.Unknown(clock.instant());
        // a target that is new leaves what was known of its axis
        Connectivity now =
                sight.state() == Reachability.UNKNOWN ? before : before.become(sight.state(), clock.instant());
        standings.put(axis, new Standing(now, sight.detail()));
        if (!now.equals(before)) {
            turns.add(new Turn(axis, before, now, sight.detail()));
        }
    }

    /** Those whose absence counts as an outage and of which nothing is reached. */
    List<AxisState> out() {
        return told().stream()
                .filter(a -> a.axis().canBeOut() && a.state() == Reachability.OFFLINE)
                .toList();
    }

    List<AxisState> told() {
        return standings.entrySet().stream()
                .map(e -> new AxisState(
                        e.getKey(),
                        e.getValue().state().reachability(),
                        e.getValue().state().since(),
                        e.getValue().detail()))
                .toList();
    }
}
