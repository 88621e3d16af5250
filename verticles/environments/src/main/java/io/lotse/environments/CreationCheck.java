package io.lotse.environments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.ports.PortRange;

/** Finds all mistakes of a request for an environment at once. */
final class CreationCheck {
    /** A label of a domain name (RFC 1035, 2.3.1), for it stands in one. */
    private static final String NAME = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MAX_CREATOR = 128;

    private final List<FieldError> errors = new ArrayList<>();

    private CreationCheck() {}

    /** @throws ContractException {@link ProblemCode#INVALID_REQUEST} with each mistake */
    static void check(EnvironmentCreation asked) {
        CreationCheck check = new CreationCheck();
        check.name(asked.name());
        check.ports(asked.portCount(), asked.ports());
        check.ttl(asked.ttl(), asked.kind());
        check.creator(asked.createdBy());
        if (!check.errors.isEmpty()) {
            throw ContractException.invalid(check.errors);
        }
    }

    private void name(String name) {
        if (name == null) {
            wrong("name", "is missing: give one such as pr-42");
        } else if (!name.matches(NAME)) {
            String shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
            wrong(
                    "name",
                    "'" + shown + "' is not allowed: give 1 to 63 of a-z, 0-9 and '-', a letter first, no '-' last");
        }
    }

    private void ports(Integer count, PortRange range) {
        if (count != null && (count < 1 || count > PortRange.MAX_PORT)) {
            wrong("port_count", "is " + count + ": give 1 to " + PortRange.MAX_PORT);
        } else if (count != null && range != null && count != range.size()) {
            wrong("port_count", "is " + count + ", and the range " + range + " has " + range.size() + ": give one");
        }
    }

    private void ttl(Duration ttl, EnvironmentKind kind) {
        if (ttl == null) {
            return;
        }
        if (kind != EnvironmentKind.TEST) {
            wrong("ttl", "is for the kind test only: leave it out, and remove the environment when it is done");
        } else if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            wrong(
                    "ttl",
                    ttl.toSeconds() + " s is too " + (ttl.compareTo(SHORTEST) < 0 ? "short" : "long")
                            + ": give 60 s to " + LONGEST.toDays() + " days");
        }
    }

    private void creator(String creator) {
        if (creator != null && (creator.isBlank() || creator.length() > MAX_CREATOR)) {
            wrong("created_by", "has " + creator.length() + " characters: give 1 to " + MAX_CREATOR);
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
