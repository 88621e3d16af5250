package io.lotse.alerts;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.alerts.AlertInhibition;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertMatcher;
import io.lotse.contracts.alerts.AlertRoute;
import io.lotse.contracts.alerts.AlertRule;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.network.Reachability;

/** What holds where nobody set anything. */
final class BuiltIn {
    static final String HOST_GONE = "HostGone";

    /** The source of an alert says more than once that it holds before it tells: little is waited for on top. */
    private static final List<AlertRule> RULES = List.of(
            rule("instance-down", AlertKind.INSTANCE_DOWN, Duration.ofSeconds(10)),
            // known before that an instance is down, which it explains
            rule("node-gone", AlertKind.NODE_GONE, Duration.ofSeconds(5)),
            rule("network", AlertKind.NETWORK, Duration.ofSeconds(5)),
            rule("threshold", AlertKind.THRESHOLD, Duration.ZERO),
            rule("verdict", AlertKind.VERDICT, Duration.ZERO),
            rule("circuit-open", AlertKind.CIRCUIT_OPEN, Duration.ofSeconds(30)),
            rule("external", AlertKind.EXTERNAL, Duration.ZERO));

    private static final List<AlertInhibition> INHIBITIONS = List.of(
            new AlertInhibition(
                    List.of(is(AlertLabels.ALERTNAME, HOST_GONE)), List.of(aboutServices()), List.of(AlertLabels.HOST)),
            new AlertInhibition(
                    List.of(
                            is(AlertLabels.KIND, AlertKind.NETWORK.wireName()),
                            is(AlertLabels.STATE, Reachability.OFFLINE.wireName()),
                            is(AlertLabels.TARGET, "")),
                    List.of(
                            is(AlertLabels.KIND, AlertKind.NETWORK.wireName()),
                            new AlertMatcher(AlertLabels.ALERTNAME, NetworkSource.OFFLINE, null, true)),
                    List.of(AlertLabels.NODE)),
            // what runs at a node that is cut off, and what that node checks
            duringAnOutage(AlertLabels.HOST),
            duringAnOutage(AlertLabels.NODE),
            new AlertInhibition(
                    List.of(is(AlertLabels.ALERTNAME, NetworkSource.OFFLINE)),
                    List.of(is(AlertLabels.ALERTNAME, NetworkSource.TARGET)),
                    List.of(AlertLabels.NODE, AlertLabels.OUTAGE)),
            // what is down has no figures that are worth a word of their own
            new AlertInhibition(
                    List.of(is(AlertLabels.KIND, AlertKind.INSTANCE_DOWN.wireName())),
                    List.of(oneOf(AlertKind.THRESHOLD, AlertKind.CIRCUIT_OPEN)),
                    List.of(AlertLabels.INSTANCE)));

    static final AlertSettings SETTINGS = new AlertSettings(RULES, null, null, INHIBITIONS, null, null);

    static final Duration RESOLVE_AFTER = Duration.ofSeconds(15);
    /** What was down comes back some time after what it was down for. */
    static final Duration EXPLAINS_ON = Duration.ofMinutes(1);

    static final Duration GROUP_WAIT = Duration.ofSeconds(10);
    static final Duration GROUP_INTERVAL = Duration.ofMinutes(1);
    static final Duration REMINDER = Duration.ofHours(4);
    static final Duration GIVE_UP_AFTER = Duration.ofDays(1);
    static final Duration CHANNEL_TIMEOUT = Duration.ofSeconds(10);
    static final int FLAPPING_CHANGES = 4;
    static final Duration FLAPPING_WITHIN = Duration.ofMinutes(15);
    static final Duration FLAPPING_CALM = Duration.ofMinutes(5);
    static final List<String> GROUP_BY = List.of(AlertLabels.ALERTNAME, AlertLabels.SERVICE, AlertLabels.ENVIRONMENT);

    private BuiltIn() {}

    /** Where no route is set all channels are told of everything. */
    static AlertRoute route(List<String> channels) {
        return new AlertRoute("all", null, channels, null, null, null, null, null, null);
    }

    private static AlertRule rule(String name, AlertKind kind, Duration after) {
        return new AlertRule(name, kind, null, null, after, null, null);
    }

    private static AlertMatcher is(String label, String value) {
        return new AlertMatcher(label, value, null, null);
    }

    private static AlertInhibition duringAnOutage(String label) {
        return new AlertInhibition(
                List.of(is(AlertLabels.ALERTNAME, NetworkSource.OFFLINE)), List.of(aboutServices()), List.of(label));
    }

    private static AlertMatcher aboutServices() {
        return oneOf(AlertKind.INSTANCE_DOWN, AlertKind.THRESHOLD, AlertKind.VERDICT, AlertKind.CIRCUIT_OPEN);
    }

    private static AlertMatcher oneOf(AlertKind... kinds) {
        String names = String.join(
                "|", java.util.Arrays.stream(kinds).map(AlertKind::wireName).toList());
        return new AlertMatcher(AlertLabels.KIND, null, names, null);
    }
}
