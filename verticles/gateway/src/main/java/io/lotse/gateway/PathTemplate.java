package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * A path or a URL that is made of a request: fixed text, segments of its path, its host and the rest of its path. Read once,
 * filled in for each request.
 */
final class PathTemplate {
    private static final String REST = "/**";

    private final PathPattern pattern;
    private final List<Part> parts;

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    private record Named(int segment) implements Part {}

    private record Host() implements Part {}

    private record Rest() implements Part {}

    private PathTemplate(PathPattern pattern, List<Part> parts) {
        this.pattern = pattern;
        this.parts = List.copyOf(parts);
    }

    /**
     * @param text the template
     * @param pattern what the requests' paths fit
     * @throws IllegalArgumentException that says what is wrong with the text
     */
    static PathTemplate parse(String text, PathPattern pattern) {
        List<Part> parts = new ArrayList<>();
        boolean rest = text.endsWith(REST);
        if (rest && !pattern.open()) {
            throw new IllegalArgumentException(
                    "'" + text + "' wants the rest of the path, and the match has none: let its path end with /** too");
        }
        String left = rest ? text.substring(0, text.length() - REST.length()) : text;
        int at = 0;
        for (int open = left.indexOf('{'); open >= 0; open = left.indexOf('{', at)) {
            int close = left.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("'" + text + "' has a { without its }");
            }
            parts.add(new Text(left.substring(at, open)));
            parts.add(named(left.substring(open + 1, close), pattern));
            at = close + 1;
        }
        parts.add(new Text(left.substring(at)));
        if (rest) {
            parts.add(new Rest());
        }
        parts.removeIf(p -> p instanceof Text t && t.text().isEmpty());
        return new PathTemplate(pattern, parts);
    }

    private static Part named(String name, PathPattern pattern) {
        if (name.equals("host")) {
            return new Host();
        }
        int segment = pattern.indexOf(name);
        if (segment < 0) {
            throw new IllegalArgumentException("no segment of the match's path is called {" + name + "}");
        }
        return new Named(segment);
    }

    /** Whether all it does is to take the beginning of the path away. */
    boolean onlyStrips() {
        return parts.size() == 1 && parts.get(0) instanceof Rest;
    }

    /** What it makes of a request that fits, with the request's query. */
    String fill(String target, String host) {
        int end = PathPattern.endOfPath(target);
        if (onlyStrips()) {
            return stripped(target, rest(target), end);
        }
        StringBuilder filled = new StringBuilder(target.length() + 16);
        for (Part part : parts) {
            if (part instanceof Text text) {
                filled.append(text.text());
            } else if (part instanceof Named named) {
                int start = PathPattern.startOf(named.segment(), target);
                int stop = target.indexOf('/', start);
                filled.append(target, start, stop < 0 || stop > end ? end : stop);
            } else if (part instanceof Host) {
                filled.append(host == null ? "" : host);
            } else {
                filled.append(target, Math.min(rest(target), end), end);
            }
        }
        if (filled.length() == 0) {
            filled.append('/');
        }
        return filled.append(target, end, target.length()).toString();
    }

    private static String stripped(String target, int rest, int end) {
        return rest >= end ? "/" + target.substring(end) : target.substring(rest);
    }

    /** Where the rest begins, with its slash. */
    private int rest(String target) {
        int at = 0;
        for (int i = 0; i < pattern.segments().size() && at >= 0; i++) {
            at = target.indexOf('/', at + 1);
        }
        return at < 0 ? target.length() : at;
    }
}
