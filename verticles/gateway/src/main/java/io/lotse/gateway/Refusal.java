package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;

/**
 * The problem that a request is answered with.
 *
 * @param status the answer's, mostly the code's
 * @param detail what was wrong, where, and what to do; for people
 * @param headers what the answer says besides
 * @param mistakes each mistake of the request by a JSON pointer; empty where the detail says it all
 */
record Refusal(ProblemCode code, int status, String detail, MultiMap headers, List<FieldError> mistakes) {
    private static final MultiMap NO_HEADERS = MultiMap.caseInsensitiveMultiMap();

    static Refusal of(ProblemCode code, String detail) {
        return of(code, detail, NO_HEADERS);
    }

    static Refusal of(ProblemCode code, String detail, MultiMap headers) {
        return new Refusal(code, code.httpStatus(), detail, headers, List.of());
    }

    Refusal withStatus(int other) {
        return new Refusal(code, other, detail, headers, mistakes);
    }
}
