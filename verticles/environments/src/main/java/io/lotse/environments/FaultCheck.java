package io.lotse.environments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.contracts.faults.FaultSetting;

/** Finds all mistakes of a fault at once. */
final class FaultCheck {
    private static final String NAME = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final List<FieldError> errors = new ArrayList<>();
    private final FaultRule rule;

    private FaultCheck(FaultRule rule) {
        this.rule = rule;
    }

    /** @throws ContractException {@link ProblemCode#INVALID_REQUEST} with each mistake */
    static void check(FaultSetting asked) {
        if (asked.rule() == null) {
            throw ContractException.invalid("rule", "is missing: say what goes wrong");
        }
        FaultCheck check = new FaultCheck(asked.rule());
        if (asked.name() == null || !asked.name().matches(NAME)) {
            check.wrong("name", "give 1 to 63 of a-z, 0-9 and '-', a letter first, no '-' last");
        }
        if (asked.rule().kind() == null) {
            check.wrong("kind", "is missing: give latency, bandwidth, loss, reset, half-open, error or dns");
        } else {
            check.ofKinds();
        }
        check.where();
        check.howOften();
        if (!check.errors.isEmpty()) {
            throw ContractException.invalid(check.errors);
        }
    }

    private void ofKinds() {
        only(FaultKind.LATENCY, "delay", rule.delay());
        only(FaultKind.LATENCY, "jitter", rule.jitter());
        only(FaultKind.BANDWIDTH, "rate", rule.rate());
        only(FaultKind.ERROR, "status", rule.status());
        only(FaultKind.DNS, "dns_answer", rule.dnsAnswer());
        if (rule.kind() == FaultKind.LATENCY) {
            latency();
        }
        if (rule.kind() == FaultKind.BANDWIDTH && (rule.rate() == null || rule.rate() < 1)) {
            wrong("rate", "say how many bytes a second, 1 or more");
        }
        if (rule.status() != null && (rule.status() < 400 || rule.status() > 599)) {
            wrong("status", rule.status() + " is no error: give 400 to 599");
        }
    }

    private void latency() {
        Duration delay = rule.delay();
        if (delay == null || delay.isNegative() || delay.isZero() || delay.compareTo(LONGEST) > 0) {
            wrong("delay", "say how much later requests come: more than 0, and " + LONGEST.toSeconds() + " s at most");
        } else if (rule.jitter() != null
                && (rule.jitter().isNegative() || rule.jitter().compareTo(delay) > 0)) {
            wrong("jitter", "is more or less of the delay: give 0 to the delay");
        }
    }

    private void only(FaultKind kind, String field, Object value) {
        if (value != null && rule.kind() != kind) {
            wrong(field, "is for the kind " + kind.wireName() + " only: leave it out");
        }
    }

    private void where() {
        if (rule.service() != null && rule.route() != null) {
            wrong("route", "stands beside a service: name one of the two, or two faults");
        }
        if (rule.route() != null && rule.kind() == FaultKind.DNS) {
            wrong("route", "has no name in DNS: name a service");
        }
    }

    private void howOften() {
        long said = Stream.of(rule.percent(), rule.first(), rule.every())
                .filter(Objects::nonNull)
                .count();
        if (said > 1) {
            wrong("percent", "one of percent, first and every says how often: leave the others out");
        }
        if (rule.percent() != null && (rule.percent() < 1 || rule.percent() > 100)) {
            wrong("percent", rule.percent() + " is no share: give 1 to 100");
        }
        atLeastOne("first", rule.first());
        atLeastOne("every", rule.every());
    }

    private void atLeastOne(String field, Integer value) {
        if (value != null && value < 1) {
            wrong(field, "is " + value + ": give 1 or more");
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
