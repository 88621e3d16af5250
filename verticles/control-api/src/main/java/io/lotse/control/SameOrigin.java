package io.lotse.control;

import java.net.URI;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** Keeps pages of other origins away from what a browser would send there without asking. */
final class SameOrigin {
    private SameOrigin() {}

    /**
     * Programs, which send no origin, and pages of this server may go on.
     *
     * @param what what is not for others, such as "the event bus"
     * @throws ContractException {@link ProblemCode#FOREIGN_ORIGIN}
     */
    static void require(HttpServerRequest request, String what) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !authority(origin).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST))) {
            throw new ContractException(
                    ProblemCode.FOREIGN_ORIGIN,
                    "a page of " + origin + " may not use " + what + " of " + request.getHeader(HttpHeaders.HOST)
                            + ": serve it from there, or use the REST API");
        }
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
