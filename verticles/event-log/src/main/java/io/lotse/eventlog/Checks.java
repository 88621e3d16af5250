package io.lotse.eventlog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.GroupDefinition;
import io.lotse.contracts.events.TopicDeclaration;

/** What is asked must be possible; all mistakes are told at once. */
final class Checks {
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,100}");
    private static final Pattern PATTERN =
            Pattern.compile("(?=.{1,200}$)(\\*|[a-z0-9_-]+)(\\.(\\*|[a-z0-9_-]+))*(\\.#)?|#");
    private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(3_650);
    private static final int MOST_OFFSETS = 1_000;

    private final List<FieldError> errors = new ArrayList<>();

    static void check(TopicDeclaration declared) {
        Checks checks = new Checks();
        checks.expect(
                declared.pattern() != null
                        && PATTERN.matcher(declared.pattern()).matches(),
                "pattern",
                "must be words of a-z, 0-9, '_' and '-' between dots, with * for a word and # at the end for any number");
        checks.expect(declared.delivery() != null, "delivery", "is missing: give live or durable");
        checks.expect(
                declared.pattern() == null || !declared.pattern().startsWith(EventsContract.DEAD_LETTERS_PREFIX),
                "pattern",
                "must not begin with " + EventsContract.DEAD_LETTERS_PREFIX + ": dead letters are durable as it is");
        checks.between("retention_age", declared.retentionAge(), Duration.ofSeconds(1), LONGEST_RETENTION);
        checks.expect(
                declared.retentionBytes() == null || declared.retentionBytes() >= TopicDeclaration.MIN_RETENTION_BYTES,
                "retention_bytes",
                "must be at least " + TopicDeclaration.MIN_RETENTION_BYTES);
        checks.expect(
                declared.deliveryLimit() == null || declared.deliveryLimit() >= 1,
                "delivery_limit",
                "must be at least 1");
        checks.done();
    }

    static void check(GroupDefinition group) {
        Checks checks = new Checks();
        checks.expect(
                group.group() != null && NAME.matcher(group.group()).matches(),
                "group",
                "must be 1 to 100 of a-z, 0-9, '.', '_' and '-'");
        checks.place(group.from(), group.since());
        checks.between("visibility", group.visibility(), Duration.ofMillis(1), LONGEST_VISIBILITY);
        checks.between("backoff", group.backoff(), Duration.ZERO, LONGEST_VISIBILITY);
        checks.done();
    }

    Checks place(Long from, Object since) {
        expect(from == null || since == null, "since", "must not stand beside from: give one of them");
        return expect(from == null || from >= 0, "from", "must not be negative");
    }

    Checks max(Integer max, int most) {
        return expect(max == null || (max >= 1 && max <= most), "max", "must be 1 to " + most);
    }

    Checks waitFor(Duration time) {
        return between("wait_for", time, Duration.ZERO, EventsContract.MAX_WAIT);
    }

    Checks visibility(Duration time) {
        return between("visibility", time, Duration.ofMillis(1), LONGEST_VISIBILITY);
    }

    Checks delay(Duration time) {
        return between("delay", time, Duration.ZERO, LONGEST_VISIBILITY);
    }

    Checks offsets(List<Long> offsets) {
        return expect(
                !offsets.isEmpty()
                        && offsets.size() <= MOST_OFFSETS
                        && offsets.stream().allMatch(o -> o != null && o >= 0),
                "offsets",
                "must be 1 to " + MOST_OFFSETS + " offsets");
    }

    private Checks between(String field, Duration time, Duration least, Duration most) {
        return expect(
                time == null || (time.compareTo(least) >= 0 && time.compareTo(most) <= 0),
                field,
                "must be " + seconds(least) + " to " + seconds(most) + " seconds");
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1_000 == 0 ? Long.toString(time.toSeconds()) : Double.toString(time.toMillis() / 1e3);
    }

    private Checks expect(boolean right, String field, String message) {
        if (!right) {
            errors.add(new FieldError(field, message));
        }
        return this;
    }

    /** @throws ContractException with all mistakes */
    void done() {
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
    }
}
