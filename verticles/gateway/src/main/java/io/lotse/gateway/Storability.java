package io.lotse.gateway;

import java.util.Set;

import io.vertx.core.MultiMap;

/** Whether a shared cache may keep an answer to GET (RFC 9111, 3). */
final class Storability {
    /** Statuses whose meaning for caches is known here; 206 is not, for parts are not kept. */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 410, 414, 451, 501);

    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    private Storability() {}

    /** Whether an answer of this status may be kept without saying for how long (RFC 9110, 15.1). */
    static boolean isHeuristicallyCacheable(int status) {
        return HEURISTIC.contains(status);
    }

    /**
     * Whether the answer may be kept. One that sets a cookie is kept only if it says that it is for all: the RFC allows
     * more, but a cookie in the wrong hands is somebody else's session (7.3).
     *
     * @param asked the request's directives
     * @param withAuthorization whether the request had {@code Authorization}
     */
    static boolean mayStore(
            CacheDirectives asked, boolean withAuthorization, int status, MultiMap headers, CacheDirectives answered) {
        if (asked.has("no-store") || status < 200 || status == 206 || status == 304) {
            return false;
        }
        boolean mustUnderstand = answered.has("must-understand");
        if (mustUnderstand ? !UNDERSTOOD.contains(status) : answered.has("no-store")) {
            return false;
        }
        if (answered.has("private") || VaryKey.isUnmatchable(headers)) {
            return false;
        }
        if (withAuthorization && !isForAllInSpiteOfAuthorization(answered)) {
            return false;
        }
        if (headers.contains("set-cookie") && !answered.has("public") && !answered.has("s-maxage")) {
            return false;
        }
        return saysSo(headers, answered) || isHeuristicallyCacheable(status);
    }

    /** RFC 9111, 3.5. */
    private static boolean isForAllInSpiteOfAuthorization(CacheDirectives answered) {
        return answered.has("public") || answered.has("s-maxage") || answered.has("must-revalidate");
    }

    private static boolean saysSo(MultiMap headers, CacheDirectives answered) {
        return answered.has("public")
                || answered.has("s-maxage")
                || answered.has("max-age")
                || headers.contains("expires") && !answered.isTargeted();
    }
}
