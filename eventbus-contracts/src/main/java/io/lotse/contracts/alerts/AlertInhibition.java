package io.lotse.contracts.alerts;

import java.util.List;

import io.lotse.contracts.Doc;

/** Alerts that are not told while another explains them. */
@Doc("Alerts that are not told while another explains them.")
public record AlertInhibition(
        @Doc("What the labels of the alert that explains must be") List<AlertMatcher> source,
        @Doc("What the labels of those that it explains must be") List<AlertMatcher> target,
        @Doc("Labels in which both must be alike, and have them; absent for none") List<String> equal) {
    public AlertInhibition {
        source = source == null ? List.of() : List.copyOf(source);
        target = target == null ? List.of() : List.copyOf(target);
        equal = equal == null ? List.of() : List.copyOf(equal);
    }
}
