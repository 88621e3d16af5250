package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Reads {@code traceparent} (W3C Trace Context, 3.2), which the gateway leaves as it came unless it traces itself. */
final class TraceParent {
    private static final CharSequence FIELD = HttpHeaders.createOptimized("traceparent");
    /** VERSION-TRACE-PARENT-FLAGS, later versions may be longer. */
    private static final int LENGTH = 55;

    private static final int TRACE = 3;
    private static final int PARENT = 36;
    private static final int FLAGS = 53;

    private TraceParent() {}

    /** The id of the trace that a request belongs to, 32 hexadecimal digits; null if it names none that is valid. */
    static String traceId(MultiMap headers) {
        String text = headers.get(FIELD);
        return text != null && isValid(text) ? text.substring(TRACE, PARENT - 1) : null;
    }

    private static boolean isValid(String text) {
        boolean isLong = text.length() > LENGTH && !text.startsWith("00") && text.charAt(LENGTH) == '-';
        return (text.length() == LENGTH || isLong)
                && !text.startsWith("ff")
                && isHex(text, 0, 2)
                && text.charAt(TRACE - 1) == '-'
                && isId(text, TRACE, PARENT - 1)
                && text.charAt(PARENT - 1) == '-'
                && isId(text, PARENT, FLAGS - 1)
                && text.charAt(FLAGS - 1) == '-'
                && isHex(text, FLAGS, LENGTH);
    }

    /** All zeros is none. */
    private static boolean isId(String text, int from, int to) {
        boolean isSome = false;
        for (int i = from; i < to; i++) {
            isSome |= text.charAt(i) != '0';
        }
        return isSome && isHex(text, from, to);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
