package io.lotse.alerts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lotse.contracts.alerts.AlertFlapping;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertRule;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertSeverity;

/** The rules that hold, in the order in which they are tried: those that were set, then those that Lotse comes with. */
final class Rulebook {
    private final List<Entry> entries;
    private final int flappingChanges;
    private final Duration flappingWithin;
    private final Duration flappingCalm;

    private record Entry(AlertRule rule, Matching matching) {}

    /** What a rule makes of a condition. */
    record Verdict(String rule, AlertSeverity severity, Duration after) {}

    Rulebook(AlertSettings settings) {
        Set<String> own = settings.rules().stream().map(AlertRule::name).collect(Collectors.toSet());
        this.entries = Stream.concat(
                        settings.rules().stream(),
                        BuiltIn.SETTINGS.rules().stream().filter(rule -> !own.contains(rule.name())))
                .map(rule -> new Entry(rule, Matching.of(rule.match())))
                .toList();
        AlertFlapping flapping =
                settings.flapping() == null ? new AlertFlapping(null, null, null) : settings.flapping();
        this.flappingChanges = Objects.requireNonNullElse(flapping.changes(), BuiltIn.FLAPPING_CHANGES);
        this.flappingWithin = Objects.requireNonNullElse(flapping.within(), BuiltIn.FLAPPING_WITHIN);
        this.flappingCalm = Objects.requireNonNullElse(flapping.calm(), BuiltIn.FLAPPING_CALM);
    }

    /** What becomes of it; empty if nothing does. */
    Optional<Verdict> of(Condition condition) {
        Map<String, String> labels = withSeverity(condition.labels(), condition.severity());
        return entries.stream()
                .filter(entry -> entry.rule().kind() == condition.kind()
                        && entry.matching().matches(labels))
                .findFirst()
                .map(Entry::rule)
                .filter(rule -> !Boolean.TRUE.equals(rule.off()))
                .map(rule -> new Verdict(
                        rule.name(),
                        rule.severity() == null ? condition.severity() : rule.severity(),
                        Objects.requireNonNullElse(rule.after(), Duration.ZERO)));
    }

    /** For how long what the rule raised must not hold until it is resolved. */
    Duration resolveAfter(String rule, boolean flapping) {
        Duration usual = entries.stream()
                .filter(entry -> entry.rule().name().equals(rule))
                .findFirst()
                .map(entry -> Objects.requireNonNullElse(entry.rule().resolveAfter(), BuiltIn.RESOLVE_AFTER))
                .orElse(BuiltIn.RESOLVE_AFTER);
        return flapping && flappingCalm.compareTo(usual) > 0 ? flappingCalm : usual;
    }

    /** Raised so often it flaps; 0 for never. */
    int flappingChanges() {
        return flappingChanges;
    }

    Duration flappingWithin() {
        return flappingWithin;
    }

    /** The labels with the severity among them; one that another program gave stays as it is. */
    static Map<String, String> withSeverity(Map<String, String> labels, AlertSeverity severity) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(AlertLabels.SEVERITY, severity.wireName());
        return all;
    }
}
