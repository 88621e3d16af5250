package io.lotse.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertFlapping;
import io.lotse.contracts.alerts.AlertInhibition;
import io.lotse.contracts.alerts.AlertRoute;
import io.lotse.contracts.alerts.AlertRule;
import io.lotse.contracts.alerts.AlertSettings;

/** Looks settings through as a whole, and tells each mistake. */
final class SettingsCheck {
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,63}");
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST = 100;

    private final List<FieldError> errors = new ArrayList<>();
    private final MatcherCheck matchers = new MatcherCheck(errors);
    private final ChannelCheck channels = new ChannelCheck(errors);

    private SettingsCheck() {}

    /**
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} with each mistake
     */
    static void refuse(AlertSettings settings) {
        List<FieldError> errors = errors(settings);
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
    }

    static List<FieldError> errors(AlertSettings settings) {
        SettingsCheck check = new SettingsCheck();
        check.many("rules", settings.rules());
        check.many("channels", settings.channels());
        check.many("routes", settings.routes());
        check.many("inhibitions", settings.inhibitions());
        check.names("rules", settings.rules().stream().map(AlertRule::name).toList());
        check.names(
                "channels", settings.channels().stream().map(AlertChannel::name).toList());
        check.names("routes", settings.routes().stream().map(AlertRoute::name).toList());
        for (int i = 0; i < settings.rules().size(); i++) {
            check.rule(settings.rules().get(i), "rules[" + i + "]");
        }
        for (int i = 0; i < settings.channels().size(); i++) {
            check.channels.check(settings.channels().get(i), "channels[" + i + "]");
        }
        Set<String> known = settings.channels().stream()
                .map(AlertChannel::name)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        for (int i = 0; i < settings.routes().size(); i++) {
            check.route(settings.routes().get(i), known, "routes[" + i + "]");
        }
        for (int i = 0; i < settings.inhibitions().size(); i++) {
            check.inhibition(settings.inhibitions().get(i), "inhibitions[" + i + "]");
        }
        check.flapping(settings.flapping());
        check.time(settings.giveUpAfter(), "give_up_after");
        return List.copyOf(check.errors);
    }

    private void many(String field, List<?> list) {
        if (list.size() > MOST) {
            wrong(field, "has " + list.size() + ": give " + MOST + " at most");
        }
    }

    private void names(String field, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String at = field + "[" + i + "].name";
            if (name == null || !NAME.matcher(name).matches()) {
                wrong(
                        at,
                        (name == null ? "is missing" : "is " + name) + ": give 1 to 63 of a-z, 0-9, '.', '_' and '-'");
            } else if (!seen.add(name)) {
                wrong(at, "is " + name + ", as another's: give each a name of its own");
            }
        }
    }

    private void rule(AlertRule rule, String at) {
        if (rule.kind() == null) {
            wrong(at + ".kind", "is missing: give what it is about, such as instance_down");
        }
        matchers.check(rule.match(), at + ".match");
        time(rule.after(), at + ".after");
        time(rule.resolveAfter(), at + ".resolve_after");
    }

    private void route(AlertRoute route, Set<String> known, String at) {
        matchers.check(route.match(), at + ".match");
        known(route.channels(), known, at + ".channels");
        known(route.escalateTo(), known, at + ".escalate_to");
        time(route.groupWait(), at + ".group_wait");
        time(route.groupInterval(), at + ".group_interval");
        time(route.reminder(), at + ".reminder");
        time(route.escalateAfter(), at + ".escalate_after");
        if (route.escalateAfter() != null && route.escalateTo().isEmpty()) {
            wrong(at + ".escalate_to", "is missing: name the channels that are told then");
        }
        if (route.escalateAfter() == null && !route.escalateTo().isEmpty()) {
            wrong(at + ".escalate_after", "is missing: say after how many seconds");
        }
    }

    private void known(List<String> names, Set<String> known, String at) {
        for (int i = 0; i < names.size(); i++) {
            if (!known.contains(names.get(i))) {
                wrong(
                        at + "[" + i + "]",
                        "is " + names.get(i) + ", no channel: "
                                + (known.isEmpty()
                                        ? "none is set under channels"
                                        : "there are " + known.stream().sorted().collect(Collectors.joining(", "))));
            }
        }
    }

    private void inhibition(AlertInhibition inhibition, String at) {
        matchers.check(inhibition.source(), at + ".source");
        matchers.check(inhibition.target(), at + ".target");
        if (inhibition.source().isEmpty()) {
            wrong(at + ".source", "is missing: say which alerts explain");
        }
        if (inhibition.target().isEmpty()) {
            wrong(at + ".target", "is missing: say which alerts are explained");
        }
    }

    private void flapping(AlertFlapping flapping) {
        if (flapping == null) {
            return;
        }
        Integer changes = flapping.changes();
        if (changes != null && (changes < 0 || changes == 1 || changes > Alerts.MOST_HISTORY / 2)) {
            wrong("flapping.changes", "is " + changes + ": give 2 to " + Alerts.MOST_HISTORY / 2 + ", or 0 for never");
        }
        time(flapping.within(), "flapping.within");
        time(flapping.calm(), "flapping.calm");
    }

    private void time(Duration time, String at) {
        if (time != null && (time.isNegative() || time.compareTo(LONGEST) > 0)) {
            wrong(at, "is " + time.toSeconds() + " s: give 0 to " + LONGEST.toSeconds());
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
