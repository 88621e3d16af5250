package io.lotse.alerts;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.lotse.contracts.alerts.AlertMatcher;

/** Matchers that were checked, ready to be held against labels; a label that is not there is an empty text. */
final class Matching {
    private final List<Test> tests;

    private record Test(String label, String value, Pattern pattern, boolean not) {
        boolean holds(Map<String, String> labels) {
            String is = labels.getOrDefault(label, "");
            return (pattern == null ? is.equals(value) : pattern.matcher(is).matches()) != not;
        }
    }

    private Matching(List<Test> tests) {
        this.tests = tests;
    }

    /** All of these must hold; what has none matches anything. */
    static Matching of(List<AlertMatcher> matchers) {
        return new Matching(matchers.stream()
                .map(m -> new Test(
                        m.label(),
                        m.value(),
                        m.pattern() == null ? null : Pattern.compile(m.pattern()),
                        Boolean.TRUE.equals(m.not())))
                .toList());
    }

    boolean matches(Map<String, String> labels) {
        return tests.stream().allMatch(test -> test.holds(labels));
    }
}
