package io.lotse.contracts.alerts;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** What becomes an alert, who is told, and when. */
@Doc("What becomes an alert, who is told, and when.")
public record AlertSettings(
        @Doc("Rules that come before those that Lotse has; absent for none") List<AlertRule> rules,
        @Doc("The ways to tell people or programs; absent for none") List<AlertChannel> channels,
        @Doc("Tried in this order, the first that matches counts; absent for one that leads to all channels")
                List<AlertRoute> routes,
        @Doc("Besides those that Lotse has; absent for none") List<AlertInhibition> inhibitions,
        @Doc("When an alert flaps; absent for the defaults") AlertFlapping flapping,
        @Doc("For how long a channel is tried with a notice, seconds; absent for a day") Duration giveUpAfter) {
    /** Nothing but what Lotse comes with. */
    public static final AlertSettings NONE = new AlertSettings(null, null, null, null, null, null);

    public AlertSettings {
        rules = rules == null ? List.of() : List.copyOf(rules);
        channels = channels == null ? List.of() : List.copyOf(channels);
        routes = routes == null ? List.of() : List.copyOf(routes);
        inhibitions = inhibitions == null ? List.of() : List.copyOf(inhibitions);
    }
}
