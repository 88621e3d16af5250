package io.lotse.alerts;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.alerts.AlertMatcher;

/** Finds the mistakes of matchers. */
final class MatcherCheck {
    private static final int LONGEST = 500;
    private static final int MOST = 50;

    private final List<FieldError> errors;

    /** @param errors where they are put */
    MatcherCheck(List<FieldError> errors) {
        this.errors = errors;
    }

    void check(List<AlertMatcher> matchers, String at) {
        if (matchers.size() > MOST) {
            wrong(at, "has " + matchers.size() + ": give " + MOST + " at most");
        }
        for (int i = 0; i < matchers.size(); i++) {
            check(matchers.get(i), at + "[" + i + "]");
        }
    }

    private void check(AlertMatcher matcher, String at) {
        if (matcher.label() == null || matcher.label().isBlank()) {
            wrong(at + ".label", "is missing: name a label, such as service");
        }
        if ((matcher.value() == null) == (matcher.pattern() == null)) {
            wrong(at, "has " + (matcher.value() == null ? "neither" : "both") + " value and pattern: give one of them");
        }
        if (matcher.pattern() == null) {
            return;
        }
        if (matcher.pattern().length() > LONGEST) {
            wrong(at + ".pattern", "has " + matcher.pattern().length() + " characters: give " + LONGEST + " at most");
            return;
        }
        try {
            Pattern.compile(matcher.pattern());
        } catch (PatternSyntaxException e) {
            wrong(at + ".pattern", "is no regular expression: " + e.getDescription() + " at " + e.getIndex());
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
