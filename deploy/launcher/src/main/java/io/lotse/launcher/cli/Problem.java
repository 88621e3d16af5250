package io.lotse.launcher.cli;

import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;

/** A node refused what it was asked. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Body body;

    Problem(Body body) {
        super(body.code() + ": " + body.detail(), null, false, false);
        this.body = body;
    }

    /**
     * What a command shows of a problem+json.
     *
     * @param errors each mistake with its field; null for none
     */
    record Body(String code, String detail, List<FieldError> errors) {}

    boolean is(ProblemCode code) {
        return code.code().equals(body.code());
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(getMessage());
        if (body.errors() != null && body.errors().size() > 1) {
            body.errors().forEach(error -> lines.add("  " + error.field() + ": " + error.message()));
        }
        return lines;
    }
}
