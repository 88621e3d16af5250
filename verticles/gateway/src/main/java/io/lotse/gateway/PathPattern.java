package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * Which paths a route takes, segment by segment.
 *
 * @param segments what the path begins with
 * @param open whether anything may follow
 */
record PathPattern(List<Segment> segments, boolean open) {
    /** Any path. */
    static final PathPattern ALL = new PathPattern(List.of(), true);

    private static final String REST = "/**";

    PathPattern {
        segments = List.copyOf(segments);
    }

    /**
     * One segment.
     *
     * @param text what it is, or how it is called if it may be anything
     * @param isNamed whether it may be anything
     */
    record Segment(String text, boolean isNamed) {
        @Override
        public String toString() {
            return isNamed ? "{" + text + "}" : text;
        }
    }

    /** @throws IllegalArgumentException that says what is wrong with the text */
    static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("'" + text + "' does not begin with a slash");
        }
        boolean open = text.endsWith(REST);
        String fixed = open ? text.substring(0, text.length() - REST.length()) : text;
        List<Segment> segments = new ArrayList<>();
        if (!fixed.isEmpty()) {
            for (String segment : fixed.substring(1).split("/", -1)) {
                segments.add(segment(segment, text, segments));
            }
        }
        return new PathPattern(segments, open);
    }

    private static Segment segment(String segment, String all, List<Segment> before) {
        if (segment.matches("\\{[a-zA-Z_][a-zA-Z0-9_]*}")) {
            Segment named = new Segment(segment.substring(1, segment.length() - 1), true);
            if (before.contains(named)) {
                throw new IllegalArgumentException("'" + all + "' has " + segment + " twice");
            }
            return named;
        }
        if (!segment.matches("[a-zA-Z0-9._~!$&'()+,;=:@%-]*")) {
            throw new IllegalArgumentException("'" + all + "' has '" + segment
                    + "' between slashes: give a plain segment, {name} for any one, or /** at the end for all below");
        }
        return new Segment(segment, false);
    }

    /** Which segment has this name; -1 for none. */
    int indexOf(String name) {
        return segments.indexOf(new Segment(name, true));
    }

    /** The beginning that needs no look at the request: null if a segment may be anything. */
    String literal() {
        StringBuilder literal = new StringBuilder();
        for (Segment segment : segments) {
            if (segment.isNamed()) {
                return null;
            }
            literal.append('/').append(segment.text());
        }
        return literal.toString();
    }

    /** Whether this takes every path that the other one takes. */
    boolean covers(PathPattern other) {
        if (segments.size() > other.segments.size()
                || !open && (other.open || segments.size() < other.segments.size())) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment own = segments.get(i);
            Segment its = other.segments.get(i);
            boolean covered = own.isNamed() ? its.isNamed() || !its.text().isEmpty() : own.equals(its);
            if (!covered) {
                return false;
            }
        }
        return true;
    }

    /** Less than 0 if this is more specific than the other one: a plain segment is more than a named one, any is more than none. */
    int compareSpecificity(PathPattern other) {
        int common = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < common; i++) {
            int difference = Boolean.compare(
                    segments.get(i).isNamed(), other.segments.get(i).isNamed());
            if (difference != 0) {
                return difference;
            }
        }
        int longer = Integer.compare(other.segments.size(), segments.size());
        return longer != 0 ? longer : Boolean.compare(open, other.open);
    }

    /** Where the segment of this number begins in a path that fits, behind its slash. */
    static int startOf(int segment, String path) {
        int at = 0;
        for (int i = 0; i < segment; i++) {
            at = path.indexOf('/', at + 1);
        }
        return at + 1;
    }

    /** Where the path ends in a target: at its query, or with it. */
    static int endOfPath(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target.length() : query;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        segments.forEach(s -> text.append('/').append(s));
        return open ? text.append(REST).toString() : text.toString();
    }
}
