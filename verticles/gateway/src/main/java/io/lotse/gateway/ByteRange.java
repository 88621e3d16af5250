package io.lotse.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a body that a request wants (RFC 9110, 14.1.2).
 *
 * @param first the first byte, from 0
 * @param last the last one; smaller than first where the body has nothing of what was asked for
 */
record ByteRange(int first, int last) {
    private static final Pattern SINGLE =
            Pattern.compile("bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)", Pattern.CASE_INSENSITIVE);

    /** The part of a body of this length; null where the whole is to be sent: for several parts at once, and for nonsense. */
    static ByteRange of(String range, int length) {
        Matcher single = SINGLE.matcher(range.trim());
        if (!single.matches() || single.group(1).isEmpty() && single.group(2).isEmpty()) {
            return null;
        }
        if (single.group(1).isEmpty()) {
            long suffix = position(single.group(2));
            if (suffix > 0 && length == 0) {
                // the end of nothing is all of it
                return null;
            }
            return suffix == 0 ? new ByteRange(0, -1) : new ByteRange((int) Math.max(0, length - suffix), length - 1);
        }
        long first = position(single.group(1));
        long last = single.group(2).isEmpty() ? Long.MAX_VALUE : position(single.group(2));
        if (last < first) {
            return null;
        }
        return first >= length ? new ByteRange(0, -1) : new ByteRange((int) first, (int) Math.min(last, length - 1));
    }

    /** What has more digits than any body lies beyond the end of each. */
    private static long position(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    boolean isSatisfiable() {
        return last >= first;
    }

    int length() {
        return last - first + 1;
    }
}
