package io.lotse.dns;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A name as a query has it. Its text is for look-ups: labels by dots, no dot at the end; a dot or backslash within a
 * label is written with a backslash before it, so that it equals no name of ours.
 *
 * @param labels from the left
 */
record DomainName(List<String> labels) {
    private static final int LONGEST_LABEL = 63;
    /** RFC 1035, 2.3.4: with the length bytes and the root. */
    static final int LONGEST_NAME = 255;

    /** The text in lower case; names are compared without regard to the case of a-z (RFC 4343). */
    String lower() {
        return String.join(".", labels).toLowerCase(Locale.ROOT);
    }

    /** This name and what remains of it without its first labels, in lower case, the longest first. */
    List<String> suffixes() {
        return IntStream.range(0, labels.size())
                .mapToObj(from -> new DomainName(labels.subList(from, labels.size())).lower())
                .toList();
    }

    /** Whether a text can be written as a name: no empty label, none over 63 bytes, 253 characters at most, ASCII. */
    static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME - 2) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (label.isEmpty()
                    || label.length() > LONGEST_LABEL
                    || !label.chars().allMatch(c -> c > ' ' && c < 127)) {
                return false;
            }
        }
        return true;
    }
}
